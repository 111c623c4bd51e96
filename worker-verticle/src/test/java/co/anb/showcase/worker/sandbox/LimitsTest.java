package co.anb.showcase.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final ProcessLimits LIMITS =
            new ProcessLimits(Duration.ofMinutes(1), Duration.ofSeconds(90), 1 << 30, 1 << 20, 7);

    @Test
    void putsEveryLimitBeforeTheCommand() {
        Limits target = new Limits(program -> Optional.of(Path.of("/usr/bin", program)));

        assertThat(target.wrap(List.of("ffmpeg", "-version"), LIMITS, Reach.NOTHING))
                .containsExactly(
                        "/usr/bin/setpriv",
                        "--pdeathsig",
                        "KILL",
                        "/usr/bin/nice",
                        "-n",
                        "7",
                        "/usr/bin/prlimit",
                        "--cpu=90",
                        "--as=1073741824",
                        "--fsize=1048576",
                        "--nofile=64",
                        "--core=0",
                        "--",
                        "ffmpeg",
                        "-version");
        assertThat(target.name()).isEqualTo("limits");
        assertThat(target.guarantees()).containsExactlyInAnyOrder(Guarantee.ENDS_WITH_PARENT, Guarantee.BOUNDED);
    }

    @Test
    void leavesOutWhatIsNotInstalledAndSaysSo() {
        Limits target =
                new Limits(program -> Optional.of(Path.of("/bin", program)).filter(path -> path.endsWith("nice")));

        assertThat(target.wrap(List.of("ffmpeg"), LIMITS, Reach.NOTHING))
                .containsExactly("/bin/nice", "-n", "7", "ffmpeg");
        assertThat(target.name()).isEqualTo("none");
        assertThat(target.guarantees()).isEmpty();
    }
}
