package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.problem.Messages;
import co.anb.showcase.testkit.Children;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whole clips with random bytes changed. Each run has a seed of its own, which is printed; the properties
 * {@code flips.seed} and {@code flips.cases} repeat one or make it longer.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ByteFlipIT {

    private static final Logger LOG = LoggerFactory.getLogger(ByteFlipIT.class);
    private static final int LANES = 2;
    private static final int MOST_FLIPS = 32;
    private static final int INDEX_BYTES = 1500;

    @TempDir
    Path folder;

    private final AtomicInteger encoded = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void everyDamagedClipIsEncodedOrRefusedForAReason() throws Exception {
        Messages.load();
        long seed = Long.getLong("flips.seed", System.nanoTime());
        int cases = Integer.getInteger("flips.cases", 500);
        LOG.info("flips seed={} cases={}", seed, cases);
        List<byte[]> clips = clips();
        Examination first = Examination.open(folder, Map.of());

        ExecutorService pool = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<?>> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                Examination examination = first.another();
                int begin = lane;
                lanes.add(pool.submit(() -> {
                    for (int number = begin; number < cases; number += LANES) {
                        // A case depends on seed and number alone, so that it can be had again by itself.
                        Random random = new Random(seed + number);
                        byte[] damaged = damaged(clips.get(number % clips.size()), random);
                        examine(examination, damaged, "case %d of seed %d".formatted(number, seed));
                    }
                    return null;
                }));
            }
            for (Future<?> lane : lanes) {
                assertThat(lane.get()).isNull();
            }
        } finally {
            pool.shutdownNow();
        }

        LOG.info("flips seed={} encoded={} refused={}", seed, encoded, refused);
        assertThat(encoded.get()).as("some clips survive").isPositive();
        assertThat(refused.get()).as("some do not").isPositive();
        assertThat(Children.alive()).isEmpty();
    }

    private void examine(Examination examination, byte[] damaged, String name) throws Exception {
        Path scratch = Files.createTempDirectory(folder, "case");
        Path file = Files.write(folder.resolve(scratch.getFileName() + ".mp4"), damaged);
        try {
            Optional<RejectedVideoException> rejected = examination.examine(file, scratch);
            rejected.ifPresent(HostileFileIT::assertUnderstandable);
            (rejected.isEmpty() ? encoded : refused).incrementAndGet();
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(name, failure);
        } finally {
            Files.delete(file);
            PipelineFixture.delete(scratch);
        }
    }

    /** Three of four changes hit the index, which is small and where they matter most. */
    private static byte[] damaged(byte[] clip, Random random) {
        byte[] damaged = clip.clone();
        int index = new String(clip, StandardCharsets.ISO_8859_1).indexOf("moov");
        int flips = 1 + random.nextInt(MOST_FLIPS);
        for (int i = 0; i < flips; i++) {
            boolean anywhere = random.nextInt(4) == 0;
            int inIndex = index + random.nextInt(Math.min(INDEX_BYTES, clip.length - index));
            damaged[anywhere ? random.nextInt(clip.length) : inIndex] = (byte) random.nextInt(256);
        }
        return damaged;
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
