package co.anb.showcase.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.pulumi.engine.Estates;
import co.anb.showcase.pulumi.engine.Graph;
import co.anb.showcase.pulumi.engine.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The graph of each stack as files that a reviewer reads: what a change of the program does to AWS is the diff of
 * these. {@code -Dgolden.update=true} writes them anew.
 */
class GoldenFilesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Stream<StackConfig> golden() {
        return Estates.golden().stream();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void graphIsTheReviewedOne(StackConfig config) throws IOException {
        Graph graph = Estates.graphOf(config);
        assertThat(graph.exitCode()).as("%s", graph.messages()).isZero();
        Path folder = GOLDEN.resolve(config.stack());
        if (Boolean.getBoolean("golden.update")) {
            write(folder, graph.reviewed());
        }

        Map<String, String> golden = read(folder);

        assertThat(graph.reviewed().keySet()).isEqualTo(golden.keySet());
        graph.reviewed().forEach((concern, text) -> assertThat(text).as(concern).isEqualTo(golden.get(concern)));
    }

    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString().replace(".json", ""), Files.readString(path));
            }
        }
        return files;
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> old = Files.list(folder)) {
            for (Path path : old.toList()) {
                Files.delete(path);
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey() + ".json"), file.getValue());
        }
    }
}
