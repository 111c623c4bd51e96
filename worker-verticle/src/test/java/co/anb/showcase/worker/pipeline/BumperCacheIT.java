package co.anb.showcase.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BumperCacheIT {

    @TempDir
    Path folder;

    private final AtomicInteger encodes = new AtomicInteger();
    private Path cacheFolder = Path.of("unset");
    private Path source = Path.of("unset");
    private BumperCache target = new BumperCache(cacheFolder, new PipelineMetrics(new SimpleMeterRegistry()));

    @BeforeEach
    void open() throws IOException {
        cacheFolder = folder.resolve("cache");
        source = Files.writeString(folder.resolve("intro.mp4"), "intro");
        target = new BumperCache(cacheFolder, new PipelineMetrics(new SimpleMeterRegistry()));
    }

    @Test
    void encodesOnceForTheSameSourceAndArguments() throws Exception {
        assertThat(fetched("v8 -crf 23")).isEqualTo("encoded 1");
        assertThat(fetched("v8 -crf 23")).isEqualTo("encoded 1");

        assertThat(encodes).hasValue(1);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void encodesAgainWhenSourceOrArgumentsChange() throws Exception {
        assertThat(fetched("v8 -crf 23")).isEqualTo("encoded 1");
        assertThat(fetched("v8 -crf 20")).isEqualTo("encoded 2");
        Files.writeString(source, "another intro");

        assertThat(fetched("v8 -crf 23")).isEqualTo("encoded 3");
    }

    @Test
    void replacesAnEntryThatIsDamaged() throws Exception {
        assertThat(fetched("a")).isEqualTo("encoded 1");
        Files.writeString(entries().get(0).resolve("bumper.mp4"), "enco");

        assertThat(fetched("a")).isEqualTo("encoded 2");
        assertThat(fetched("a")).isEqualTo("encoded 2");
    }

    @Test
    void replacesAnEntryWithoutItsDigest() throws Exception {
        assertThat(fetched("a")).isEqualTo("encoded 1");
        Files.delete(entries().get(0).resolve("bumper.sha256"));

        assertThat(fetched("a")).isEqualTo("encoded 2");
    }

    @Test
    void failedEncodeLeavesNothingBehind() throws Exception {
        assertThatThrownBy(() -> target.fetch(
                        source,
                        "a",
                        file -> {
                            throw new IllegalStateException("no");
                        },
                        folder.resolve("copy")))
                .hasMessage("no");

        assertThat(entries()).isEmpty();
    }

    @Test
    void removesWhatAKilledWorkerLeft() throws Exception {
        Path abandoned = Files.createDirectories(cacheFolder.resolve(".unfinished-x"));
        Files.writeString(abandoned.resolve("bumper.mp4"), "half");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        assertThat(fetched("a")).isEqualTo("encoded 1");
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void manyAtOnceAllGetAWholeBumper() throws Exception {
        var workers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> fetches = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<String>) () -> fetched("k" + i % 3))
                    .toList();

            for (Future<String> fetch : workers.invokeAll(fetches)) {
                assertThat(fetch.get()).startsWith("encoded ");
            }
            assertThat(entries()).as("nothing unfinished is left").hasSize(3);
        } finally {
            workers.shutdownNow();
        }
    }

    private String fetched(String fingerprint) throws Exception {
        Path copy = Files.createTempFile(folder, "copy", ".mp4");
        String digest = target.fetch(source, fingerprint, this::encode, copy);
        String content = Files.readString(copy);
        assertThat(digest).isEqualTo(Hashing.sha256().hashString(content, UTF_8).toString());
        return content;
    }

    private void encode(Path file) {
        try {
            Files.writeString(file, "encoded " + encodes.incrementAndGet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> content = Files.list(cacheFolder)) {
            return content.toList();
        }
    }
}
