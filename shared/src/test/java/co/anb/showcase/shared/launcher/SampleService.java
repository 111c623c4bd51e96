package co.anb.showcase.shared.launcher;

import co.anb.showcase.shared.config.ConfigReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service of nothing, for the launcher's test: fails, or stops, as its configuration says. */
final class SampleService implements ServiceMain {

    private static final Logger LOG = LoggerFactory.getLogger(SampleService.class);

    private SampleService() {}

    public static void main(String[] args) {
        Launcher.run(new SampleService(), args, System.getenv());
    }

    /** Logs on the event loop, and leaves a file when it has done so. */
    private static void tell(Vertx vertx, int lines, String told) {
        for (int line = 0; line < lines; line++) {
            LOG.info("line {} of {}", line, lines);
        }
        vertx.fileSystem().writeFile(told, Buffer.buffer("told")).onFailure(e -> LOG.error("not told", e));
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public Future<RunningService> start(ServiceRuntime runtime, Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        int port = reader.integer("sample.port", 4_711, 1, 65_535);
        String stop = reader.text("sample.stop", "cleanly");
        int lines = reader.integer("sample.lines", 0, 0, 100_000);
        String told = reader.text("sample.told", "");
        String library = reader.text("sample.jul", "");
        reader.finish();
        if (!library.isEmpty()) {
            java.util.logging.Logger.getLogger("a.library").warning(library);
        }
        if (lines > 0) {
            runtime.vertx().runOnContext(ignored -> tell(runtime.vertx(), lines, told));
        }
        return Future.succeededFuture(new RunningService() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public Future<Void> stop() {
                return stop.equals("cleanly") ? Future.succeededFuture() : Future.failedFuture("something was cut off");
            }
        });
    }
}
