package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.problem.Messages;
import co.anb.showcase.testkit.Children;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.worker.ffmpeg.CountingServer;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that were made to hurt, through the real pipeline. Each is published or refused with a reason; no request
 * leaves, no other file is read, nothing hangs, nothing stays behind. Limits are turned down so that small clips will
 * do.
 */
@Showcase
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileFileIT {

    private static final String SECRET = "a secret that nobody may publish";

    @TempDir
    static Path folder;

    private static CountingServer server;
    private static Examination examination;
    private static HostileLinks links;
    private static OddVideos odd;
    private static byte[] clip;

    @BeforeAll
    static void open() throws Exception {
        Messages.load();
        clip = HostileFile.read(Clips.file(Clip.of(320, 180, 2)));
        server = new CountingServer();
        Path secret = Files.writeString(folder.resolve("secret.txt"), SECRET);
        links = new HostileLinks(folder, "http://127.0.0.1:" + server.port(), secret);
        odd = new OddVideos(folder, clip);
        examination = Examination.open(folder, Map.of());
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
    }

    static Stream<HostileFile> files() {
        byte[] indexFirst = HostileFile.read(Clips.file(Clip.of(320, 180, 2).indexFirst()));
        return Stream.of(links.all(clip), new HostileBoxes(folder, clip).all(indexFirst), odd.refused())
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isEncodedOrRefusedForAReason(HostileFile hostile) throws Exception {
        examine(examination, hostile);
    }

    @Test
    void argumentsAloneKeepFfmpegFromFollowingLinks() throws Exception {
        Path own = Files.createDirectory(folder.resolve("bare"));
        Examination bare = Examination.open(own, Map.of("FFMPEG_SANDBOX", "off"));

        for (HostileFile hostile : links.all(clip).toList()) {
            examine(bare, hostile);
        }
    }

    @Test
    void videosOfGoodFaithArePublishedHoweverOdd(Vertx vertx) throws Exception {
        try (PipelineFixture fixture = new PipelineFixture(vertx, folder, PipelineFixture.SMALL)) {
            for (HostileFile video : odd.published().toList()) {
                assertThat(fixture.process(video.file()).joined())
                        .as(video.name())
                        .isTrue();
            }
        }
    }

    private static void examine(Examination examination, HostileFile hostile) throws Exception {
        Path scratch = Files.createTempDirectory(folder, "scratch");
        Optional<RejectedVideoException> refused = examination.examine(hostile.file(), scratch);

        assertThat(refused.isPresent() || hostile.mayPass())
                .as("%s: encoded", hostile)
                .isTrue();
        refused.ifPresent(rejected -> {
            assertThat(hostile.reasons())
                    .as("%s: %s", hostile, rejected.getMessage())
                    .contains(rejected.reason());
            assertUnderstandable(rejected);
        });
        assertThat(server.connections()).as("%s: requests", hostile).isZero();
        assertThat(Children.alive()).isEmpty();
        assertHoldsNoSecret(scratch);
        PipelineFixture.delete(scratch);
    }

    static void assertUnderstandable(RejectedVideoException rejected) {
        for (Locale locale : List.of(Messages.SPANISH, Locale.ENGLISH)) {
            assertThat(rejected.sentence(locale))
                    .as("sentence")
                    .isNotBlank()
                    .endsWith(".")
                    .doesNotContain("{", "null", "NaN", "  ", "E+", "∞");
        }
    }

    private static void assertHoldsNoSecret(Path scratch) throws Exception {
        try (Stream<Path> made = Files.list(scratch)) {
            for (Path file : made.toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET);
            }
        }
    }
}
