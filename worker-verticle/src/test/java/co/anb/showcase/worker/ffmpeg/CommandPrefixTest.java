package co.anb.showcase.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandPrefixTest {

    private static final ProcessLimits LIMITS =
            new ProcessLimits(Duration.ofMinutes(1), Duration.ofSeconds(90), 1 << 30, 1 << 20, 7);

    @Test
    void putsEveryLimitBeforeTheCommand() {
        CommandPrefix prefix = new CommandPrefix(program -> Optional.of(Path.of("/usr/bin", program)));

        assertThat(prefix.wrap(List.of("ffmpeg", "-version"), LIMITS))
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
        assertThat(prefix.missing()).isEmpty();
    }

    @Test
    void leavesOutWhatIsNotInstalledAndSaysSo() {
        CommandPrefix prefix = new CommandPrefix(
                program -> Optional.of(Path.of("/bin", program)).filter(path -> path.endsWith("nice")));

        assertThat(prefix.wrap(List.of("ffmpeg"), LIMITS)).containsExactly("/bin/nice", "-n", "7", "ffmpeg");
        assertThat(prefix.missing()).containsExactly("setpriv", "prlimit");
    }
}
