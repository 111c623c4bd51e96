package co.anb.showcase.chaos.estate;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.CoreRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What must hold after any fault: every accepted video exists once and is processed or failed with a reason; no lease,
 * no open upload, no deletion is left; and the storage holds exactly the objects that rows own.
 */
public final class Books {

    /** What a killed process was writing: no object yet, and deleted by a later start. */
    private static final String TEMPORARY = ".tmp/";

    private final Estate estate;
    private final CoreRows rows;

    /** The books of an estate. */
    public Books(Estate estate) {
        this.estate = estate;
        this.rows = estate.rows();
    }

    /** Waits until they balance. */
    public void balance(Set<UUID> accepted, Duration patience) {
        Awaitility.await().atMost(patience).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> check(accepted));
    }

    /** How many videos have a status. */
    public int count(String status) {
        return rows.query("SELECT id FROM videos WHERE status = ?", status).size();
    }

    /** How many accepted videos are neither processed nor failed. */
    public int onTheirWay() {
        return count("uploaded") + count("processing");
    }

    private void check(Set<UUID> accepted) {
        List<Map<String, Object>> videos = rows.query("SELECT * FROM videos");
        assertThat(videos.stream().map(video -> video.get("id")).collect(Collectors.toSet()))
                .as("every accepted video is there")
                .containsAll(accepted);
        assertThat(videos).allSatisfy(video -> assertThat(video.get("status")).isIn("processed", "failed"));
        assertThat(videos)
                .filteredOn(video -> "failed".equals(video.get("status")))
                .allSatisfy(video -> assertThat(video).containsKeys("failure_code", "failure_reason"));
        assertThat(rows.query("SELECT id FROM jobs WHERE state NOT IN ('processed', 'failed')"))
                .as("jobs on their way")
                .isEmpty();
        assertThat(rows.query("SELECT id FROM jobs WHERE dead_letter = 'due'"))
                .as("dead letters not yet sent")
                .isEmpty();
        assertThat(rows.query("SELECT id FROM jobs")).hasSameSizeAs(videos);
        assertThat(rows.query("SELECT storage_key FROM uploads"))
                .as("open uploads")
                .isEmpty();
        assertThat(rows.query("SELECT storage_key FROM object_deletions"))
                .as("objects to be deleted")
                .isEmpty();
        assertThat(stored()).as("stored objects").isEqualTo(owned(videos));
    }

    private static Set<String> owned(List<Map<String, Object>> videos) {
        return videos.stream()
                .flatMap(video -> Stream.of("original_key", "processed_key", "poster_key")
                        .map(video::get)
                        .filter(Objects::nonNull)
                        .map(String::valueOf))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> stored() {
        Path root = estate.storage();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(key -> !key.startsWith("assets/") && !key.startsWith(TEMPORARY))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
