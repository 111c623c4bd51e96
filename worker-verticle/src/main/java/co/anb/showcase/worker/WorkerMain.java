package co.anb.showcase.worker;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.launcher.Launcher;
import co.anb.showcase.shared.launcher.RunningService;
import co.anb.showcase.shared.launcher.ServiceMain;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import io.vertx.core.Future;
import java.util.Map;

/** The worker's process: one verticle, since a worker has one video at a time in its hands. */
public final class WorkerMain implements ServiceMain {

    /** Runs the worker with the process's environment. */
    public static void main(String[] arguments) {
        Launcher.run(new WorkerMain(), arguments, System.getenv());
    }

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public Future<RunningService> start(ServiceRuntime runtime, Map<String, String> environment) {
        WorkerConfig config;
        try {
            config = WorkerConfig.from(environment);
        } catch (ConfigException e) {
            return Future.failedFuture(e);
        }
        WorkerVerticle verticle = new WorkerVerticle(runtime, config);
        return runtime.vertx().deployVerticle(verticle).map(id -> running(runtime, verticle, id));
    }

    private static RunningService running(ServiceRuntime runtime, WorkerVerticle verticle, String id) {
        return new RunningService() {
            @Override
            public int port() {
                return verticle.port();
            }

            @Override
            public Future<Void> stop() {
                return runtime.vertx().undeploy(id);
            }
        };
    }
}
