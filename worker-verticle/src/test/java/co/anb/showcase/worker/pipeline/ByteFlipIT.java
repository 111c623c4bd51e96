package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Children;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whole clips with a few random bytes changed. Each run has a seed of its own, which is printed; the properties
 * {@code flips.seed} and {@code flips.cases} repeat one or make it longer.
 */
@Showcase
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class ByteFlipIT {

    private static final Logger LOG = LoggerFactory.getLogger(ByteFlipIT.class);
    private static final int CONCURRENT = 2;
    private static final int MOST_FLIPS = 16;

    @TempDir
    Path folder;

    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void everyDamagedClipIsPublishedOrRefusedForAReason(Vertx vertx) throws Exception {
        long seed = Long.getLong("flips.seed", System.nanoTime());
        int cases = Integer.getInteger("flips.cases", 500);
        LOG.info("flips seed={} cases={}", seed, cases);
        Random random = new Random(seed);
        List<byte[]> clips = clips();
        try (PipelineFixture fixture = new PipelineFixture(
                vertx, folder, PipelineFixture.small(java.util.Map.of("PIPELINE_CONCURRENCY", "" + CONCURRENT)))) {
            for (int done = 0; done < cases; done += CONCURRENT) {
                List<Future<Void>> pair = new ArrayList<>();
                for (int i = 0; i < CONCURRENT; i++) {
                    byte[] damaged = damaged(clips.get(random.nextInt(clips.size())), random);
                    pair.add(ends(fixture, damaged, "case %d of seed %d".formatted(done + i, seed)));
                }
                PipelineFixture.finished(Future.join(pair));
            }
        }

        LOG.info("flips seed={} published={} refused={}", seed, published, refused);
        assertThat(published.get()).as("some clips survive").isPositive();
        assertThat(refused.get()).as("some do not").isPositive();
        assertThat(Children.alive()).isEmpty();
    }

    private Future<Void> ends(PipelineFixture fixture, byte[] damaged, String name) throws IOException {
        Path scratch = fixture.scratch();
        Path file = Files.write(scratch.resolve("original.mp4"), damaged);
        Path work = Files.createDirectory(scratch.resolve("work"));
        return fixture.pipeline
                .start(file, work, (stage, percent) -> {})
                .result()
                .transform(ended -> {
                    if (ended.succeeded()) {
                        published.incrementAndGet();
                    } else {
                        refused.incrementAndGet();
                        assertThat(ended.cause())
                                .as(name)
                                .isInstanceOfSatisfying(
                                        RejectedVideoException.class, HostileFileIT::assertUnderstandable);
                    }
                    return Future.succeededFuture();
                })
                .mapEmpty();
    }

    /** Half of the changes hit the index, which is small and where they matter most. */
    private static byte[] damaged(byte[] clip, Random random) {
        byte[] damaged = clip.clone();
        int index = indexOf(clip);
        int flips = 1 + random.nextInt(MOST_FLIPS);
        for (int i = 0; i < flips; i++) {
            boolean anywhere = random.nextBoolean();
            int at = anywhere
                    ? random.nextInt(clip.length)
                    : index + random.nextInt(Math.min(1500, clip.length - index));
            damaged[at] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static int indexOf(byte[] clip) {
        return new String(clip, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("moov");
    }

    private static List<byte[]> clips() {
        Clip plain = Clip.of(320, 180, 2);
        return List.of(
                        plain,
                        plain.indexFirst(),
                        plain.fragmented(),
                        plain.rotated(90).variableRate(),
                        plain.highDynamicRange())
                .stream()
                .map(clip -> HostileFile.read(Clips.file(clip)))
                .toList();
    }
}
