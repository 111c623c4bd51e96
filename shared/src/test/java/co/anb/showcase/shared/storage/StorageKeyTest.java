package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageKeyTest {

    private static final UUID ID = UUID.fromString("0190d5a0-0000-7000-8000-000000000001");

    @Test
    void uploadIsKeptUnderItsUtcDay() {
        Instant lateEvening = Instant.parse("2026-03-01T23:59:59Z");

        StorageKey key = StorageKey.upload(lateEvening, ID, "Mi Jugada Ñandú.MP4");

        assertThat(key.value()).isEqualTo("uploads/2026/03/01/" + ID + "-mi-jugada-nandu.mp4");
    }

    @Test
    void attemptsOfOneVideoHaveKeysOfTheirOwn() {
        Instant now = Instant.parse("2026-03-01T00:00:00Z");

        UUID claim = UUID.fromString("0190c5a0-0000-7000-8000-0000000000aa");

        assertThat(StorageKey.processed(now, ID, 1, claim, "mp4").value())
                .isEqualTo("processed/2026/03/01/" + ID + "-a1-" + claim + ".mp4");
        assertThat(StorageKey.processed(now, ID, 2, claim, "jpg").value())
                .isEqualTo("processed/2026/03/01/" + ID + "-a2-" + claim + ".jpg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clip.mp4|clip",
                "C:\\Users\\Ana\\Mi Clip (1).mp4|mi-clip-1",
                "/sdcard/DCIM/VID_2026.mp4|vid-2026",
                "../../etc/passwd|passwd",
                "..|video",
                "''|video",
                ".mp4|video",
                "🏀🏀🏀.mp4|video",
                "バスケ.mp4|video",
                "Ángel-Öğ--ş!.mov|angel-og-s",
                "archive.tar.gz|archive-tar",
                "ﬁnal①.mp4|final1",
                "a'; DROP TABLE videos; --.mp4|a-drop-table-videos"
            })
    void safeNameIsPlainAndNeverEmpty(String name, String expected) {
        assertThat(StorageKey.safeName(name)).isEqualTo(expected);
    }

    @Test
    void safeNameIsBounded() {
        String name = StorageKey.safeName("ñ".repeat(5_000) + ".mp4");

        assertThat(name).hasSize(60);
        assertThat(StorageKey.upload(Instant.EPOCH, ID, "-".repeat(59) + "é!x".repeat(99))
                        .value())
                .matches("uploads/1970/01/01/" + ID + "-[a-z0-9][a-z0-9-]*[a-z0-9]\\.mp4");
    }

    @Test
    void keyThatIsNoneCanNotBeMade() {
        assertThatThrownBy(() -> new StorageKey("assets/../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StorageKey.asset("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StorageKey("assets/" + "a/".repeat(300) + "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(StorageKey.asset("intro.mp4").value()).isEqualTo("assets/intro.mp4");
    }
}
