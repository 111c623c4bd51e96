package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Children;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegLocator;
import co.anb.showcase.worker.ffmpeg.FfmpegTools;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults on our side: what hangs, what is cancelled, what is broken in cache, assets and configuration. */
@Showcase
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PipelineFaultIT {

    @TempDir
    Path folder;

    @Test
    void hangingFfmpegIsKilledAtTheTimeLimitAndNothingIsLeft(Vertx vertx) throws Exception {
        String ffmpeg = hangingFfmpeg().toString();
        try (PipelineFixture fixture =
                new PipelineFixture(vertx, folder, Map.of("FFMPEG_PATH", ffmpeg, "FFMPEG_TIMEOUT", "2s"))) {
            Throwable failure = PipelineFixture.failure(fixture.start(Clips.file(Clip.of(1920, 1080, 20))));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            FfmpegException.class,
                            timedOut -> assertThat(timedOut.kind()).isEqualTo(FfmpegException.Kind.TIMED_OUT));
            assertThat(Children.alive()).isEmpty();
            assertThat(fixture.count("showcase.pipeline.killed")).isEqualTo(1);
        }
    }

    @Test
    void cancellingARunKillsItsChildAndTellsOnce(Vertx vertx) throws Exception {
        try (PipelineFixture fixture = new PipelineFixture(vertx, folder, Map.of())) {
            Promise<Void> encoding = Promise.promise();
            PipelineRun run = fixture.pipeline.start(Clips.phone(), fixture.scratch(), (stage, percent) -> {
                if (stage == Stage.ENCODE) {
                    encoding.tryComplete();
                }
            });
            PipelineFixture.finished(encoding.future());
            PipelineRun second = fixture.start(Clips.phone());

            PipelineFixture.finished(run.cancel());

            assertThat(PipelineFixture.failure(run)).isInstanceOf(CancellationException.class);
            assertThat(Children.alive()).isEmpty();
            assertThat(PipelineFixture.failure(second))
                    .as("one at a time: a lease must not wait in a queue")
                    .isInstanceOf(RejectedExecutionException.class);
            PipelineFixture.finished(second.cancel());
            PipelineFixture.finished(run.cancel());
        }
    }

    @Test
    void closingThePipelineCancelsWhatRuns(Vertx vertx) throws Exception {
        PipelineFixture fixture = new PipelineFixture(vertx, folder, Map.of());
        PipelineRun run = fixture.start(Clips.phone());

        fixture.close();

        assertThat(PipelineFixture.failure(run)).isInstanceOf(CancellationException.class);
        assertThat(PipelineFixture.failure(fixture.start(Clips.phone())))
                .as("nothing starts any more")
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(Children.alive()).isEmpty();
    }

    @Test
    void damagedBumperIsMadeAgainAndUnlikeOnesAreNeverCopiedTogether(Vertx vertx) throws Exception {
        Path clip = Clips.file(Clip.of(1920, 1080, 6));
        try (PipelineFixture fixture = new PipelineFixture(vertx, folder, Map.of("CONTEST_SHORTEST_VIDEO", "5s"))) {
            assertThat(fixture.process(clip).joined()).isTrue();
            assertThat(fixture.count("showcase.pipeline.bumpers.encoded")).isEqualTo(2);

            for (Path entry : entries(fixture)) {
                encodeDifferently(entry);
            }
            ProcessedVideo single = fixture.process(clip);

            assertThat(single.joined()).isFalse();
            assertThat(fixture.count("showcase.pipeline.finished", "mode", "single_pass"))
                    .isEqualTo(1);
            PublishedVideo.assertPublishable(fixture.session(), single, 6);
            Frame opening = Frame.at(single.video(), 2.3);
            assertThat(opening.difference(Frame.at(fixture.assets.intro(), 2.3)))
                    .isLessThan(6);

            for (Path entry : entries(fixture)) {
                Files.write(entry.resolve("bumper.mp4"), new byte[100]);
            }
            assertThat(fixture.process(clip).joined()).as("made again").isTrue();
            assertThat(fixture.count("showcase.pipeline.bumpers.encoded")).isEqualTo(4);
        }
    }

    @Test
    void pipelineDoesNotOpenWithBumpersThatAreTooLong(Vertx vertx) throws Exception {
        PipelineAssets assets = PipelineAssets.writeDefaults(folder);
        Files.copy(Clips.file(Clip.of(640, 360, 4)), assets.intro(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(openingFailure(vertx, assets, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most 5 s");
    }

    @Test
    void pipelineDoesNotOpenWithAnAssetThatIsNoPicture(Vertx vertx) throws Exception {
        PipelineAssets assets = PipelineAssets.writeDefaults(folder);
        Files.writeString(assets.watermark(), "no picture");

        assertThat(openingFailure(vertx, assets, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("watermark.png");
    }

    @Test
    void pipelineDoesNotOpenWithoutTheConfiguredFfmpeg(Vertx vertx) throws Exception {
        PipelineAssets assets = PipelineAssets.writeDefaults(folder);

        assertThat(openingFailure(vertx, assets, Map.of("FFMPEG_PATH", "/nowhere/ffmpeg")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/ffmpeg");
    }

    private Throwable openingFailure(Vertx vertx, PipelineAssets assets, Map<String, String> more) {
        PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
        return PipelineFixture.failure(
                FfmpegPipeline.open(vertx, PipelineFixture.config(folder, more), assets, metrics));
    }

    private static List<Path> entries(PipelineFixture fixture) throws IOException {
        try (Stream<Path> entries = Files.list(fixture.config.cacheFolder())) {
            return entries.toList();
        }
    }

    /** Puts a whole and valid bumper into the cache whose decoder configuration is another. */
    private static void encodeDifferently(Path entry) throws IOException {
        Path bumper = entry.resolve("bumper.mp4");
        Path other = Clips.make(
                entry.resolve("other.mp4"),
                "-i",
                bumper.toString(),
                "-c:v",
                "libx264",
                "-profile:v",
                "main",
                "-refs",
                "2");
        Files.move(other, bumper, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                entry.resolve("bumper.sha256"),
                MoreFiles.asByteSource(bumper).hash(Hashing.sha256()).toString());
    }

    /** An ffmpeg that answers every question and then sleeps over its work, in a child of its own. */
    private Path hangingFfmpeg() throws IOException {
        FfmpegTools real =
                new FfmpegLocator(PipelineFixture.config(folder, Map.of()).ffmpeg()).locate();
        for (String name : List.of("ffmpeg", "ffprobe")) {
            Path script = Files.writeString(folder.resolve(name), """
                    #!/bin/sh
                    case "$*" in *overlay*) sleep 300; exit 0;; esac
                    LD_LIBRARY_PATH=%s exec %s "$@"
                    """.formatted(
                            real.environment().getOrDefault("LD_LIBRARY_PATH", ""),
                            real.ffmpeg().resolveSibling(name)));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return folder.resolve("ffmpeg");
    }
}
