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
    private static PipelineFixture fixture;
    private static HostileLinks links;
    private static byte[] clip;

    @BeforeAll
    static void open(Vertx vertx) throws Exception {
        clip = HostileFile.read(Clips.file(Clip.of(320, 180, 2)));
        server = new CountingServer();
        Path secret = Files.writeString(folder.resolve("secret.txt"), SECRET);
        links = new HostileLinks(folder, "http://127.0.0.1:" + server.port(), secret);
        fixture = new PipelineFixture(vertx, folder, PipelineFixture.SMALL);
    }

    @AfterAll
    static void close() throws Exception {
        fixture.close();
        server.close();
    }

    static Stream<HostileFile> files() {
        byte[] indexFirst = HostileFile.read(Clips.file(Clip.of(320, 180, 2).indexFirst()));
        return Stream.of(
                        links.all(clip),
                        new HostileBoxes(folder, clip).all(indexFirst),
                        new OddVideos(folder, clip).all())
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isPublishedOrRefusedForAReason(HostileFile hostile) throws Exception {
        Path scratch = fixture.scratch();
        try {
            Throwable failure = ended(fixture, hostile, scratch);

            if (failure == null) {
                assertThat(hostile.mayPass()).as("published").isTrue();
            } else {
                assertThat(failure).isInstanceOfSatisfying(RejectedVideoException.class, rejected -> {
                    assertThat(hostile.reasons()).as(failure.getMessage()).contains(rejected.reason());
                    assertUnderstandable(rejected);
                });
            }
            assertThat(server.connections()).as("requests").isZero();
            assertThat(Children.alive()).isEmpty();
            assertHoldsNoSecret(scratch);
        } finally {
            PipelineFixture.delete(scratch);
            Files.deleteIfExists(hostile.file().startsWith(folder) ? hostile.file() : folder.resolve("none"));
        }
    }

    @Test
    void argumentsAloneKeepFfmpegFromFollowingLinks(Vertx vertx) throws Exception {
        Map<String, String> options = Map.of(
                "FFMPEG_SANDBOX",
                "off",
                "PIPELINE_CACHE_DIR",
                fixture.config.cacheFolder().toString());
        Path own = Files.createDirectory(folder.resolve("bare"));
        try (PipelineFixture bare = new PipelineFixture(vertx, own, PipelineFixture.small(options))) {
            List<HostileFile> files = links.all(clip).toList();
            for (HostileFile hostile : files) {
                Path scratch = bare.scratch();
                Throwable failure = ended(bare, hostile, scratch);

                assertThat(failure == null || failure instanceof RejectedVideoException)
                        .as("%s: %s", hostile.name(), failure)
                        .isTrue();
                assertHoldsNoSecret(scratch);
            }
            assertThat(server.connections()).isZero();
        }
    }

    private static @org.jspecify.annotations.Nullable Throwable ended(
            PipelineFixture pipeline, HostileFile hostile, Path scratch) {
        PipelineRun run = pipeline.pipeline.start(hostile.file(), scratch, (stage, percent) -> {});
        return PipelineFixture.finished(
                run.result().map(published -> (Throwable) null).otherwise(failure -> failure));
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
