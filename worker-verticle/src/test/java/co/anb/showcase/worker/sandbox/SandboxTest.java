package co.anb.showcase.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxTest {

    private static final ProcessLimits LIMITS =
            new ProcessLimits(Duration.ofMinutes(1), Duration.ofSeconds(90), 1 << 30, 1 << 20, 7);

    @Test
    void theStrongestComesFirstAndSomethingAlwaysComes() {
        assertThat(names("bwrap", "sh", "unshare", "setpriv", "prlimit")).endsWith("bubblewrap", "unshare", "limits");
        assertThat(names("unshare", "prlimit")).containsExactly("unshare", "limits");
        assertThat(names()).containsExactly("none");
    }

    @Test
    void onlyWhatShutsOutNetworkAndFilesIsEnoughWhereOneIsRequired() {
        List<String> enough = sandboxes("bwrap", "sh", "unshare", "setpriv", "prlimit").stream()
                .filter(SandboxMode.REQUIRE::accepts)
                .map(Sandbox::name)
                .toList();

        assertThat(enough).contains("bubblewrap").doesNotContain("unshare", "limits");
    }

    @Test
    void aPathIsMountedAfterTheFolderThatItIsIn() {
        Reach reach = Reach.reading(Path.of("/job/work/original.mp4"), Path.of("/assets"))
                .writing(Path.of("/job/work/."))
                .alsoReading(Set.of(Path.of("/job")));

        List<String> command = new Bubblewrap(new Limits(name -> Optional.empty()), Path.of("/bwrap"))
                .wrap(List.of("ffmpeg"), LIMITS, reach);

        assertThat(command)
                .containsSubsequence(
                        "--ro-bind",
                        "/job",
                        "/job",
                        "--bind",
                        "/job/work",
                        "/job/work",
                        "--ro-bind",
                        "/job/work/original.mp4",
                        "/job/work/original.mp4",
                        "--remount-ro",
                        "/",
                        "--",
                        "ffmpeg");
    }

    private static List<String> names(String... programs) {
        return sandboxes(programs).stream().map(Sandbox::name).toList();
    }

    private static List<Sandbox> sandboxes(String... programs) {
        Set<String> installed = Set.of(programs);
        return Sandbox.strongestFirst(
                name -> Optional.of(Path.of("/usr/bin", name)).filter(path -> installed.contains(name)));
    }
}
