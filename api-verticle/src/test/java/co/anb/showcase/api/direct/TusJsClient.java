package co.anb.showcase.api.direct;

import co.anb.showcase.testkit.NodeProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code tus-js-client}, installed by npm as its users do it. */
final class TusJsClient {

    private final NodeProgram program;

    private TusJsClient(NodeProgram program) {
        this.program = program;
    }

    static TusJsClient install() throws IOException, InterruptedException {
        return new TusJsClient(NodeProgram.install("tus-client"));
    }

    /** Begins to upload a file; what it says goes to a file of lines. */
    Process upload(Path output, List<String> arguments) throws IOException {
        return program.start(output, "upload.mjs", arguments);
    }

    /** What has been said so far. */
    static List<String> said(Path output) {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
