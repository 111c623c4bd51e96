package co.anb.showcase.shared.launcher;

import co.anb.showcase.shared.config.ConfigReader;
import io.vertx.core.Future;
import java.util.Map;

/** A service of nothing, for the launcher's test: fails, or stops, as its configuration says. */
final class SampleService implements ServiceMain {

    private SampleService() {}

    public static void main(String[] args) {
        Launcher.run(new SampleService(), args, System.getenv());
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
        reader.finish();
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
