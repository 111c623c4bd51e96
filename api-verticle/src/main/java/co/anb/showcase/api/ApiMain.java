package co.anb.showcase.api;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.launcher.Launcher;
import co.anb.showcase.shared.launcher.RunningService;
import co.anb.showcase.shared.launcher.ServiceMain;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** The Core API as a process or as a part of one. */
public final class ApiMain implements ServiceMain {

    static final String NAME = "core";

    /** Made by whoever runs it. */
    public ApiMain() {}

    /** Runs it as a process of its own. */
    public static void main(String[] arguments) {
        Launcher.run(new ApiMain(), arguments, System.getenv());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<RunningService> start(ServiceRuntime runtime, Map<String, String> environment) {
        ApiConfig config;
        try {
            config = ApiConfig.of(environment);
        } catch (ConfigException e) {
            return Future.failedFuture(e);
        }
        OpenParts parts = new OpenParts();
        return new ApiAssembly(runtime, config, parts)
                .open()
                .compose(services -> deploy(runtime.vertx(), services, parts))
                .<RunningService>map(port -> new RunningApi(port, parts))
                .recover(failure -> parts.close().transform(closed -> Future.failedFuture(failure)));
    }

    private static Future<Integer> deploy(Vertx vertx, ApiServices services, OpenParts parts) {
        Queue<ApiVerticle> instances = new ConcurrentLinkedQueue<>();
        Supplier<ApiVerticle> supplier = () -> {
            ApiVerticle instance = new ApiVerticle(services);
            instances.add(instance);
            return instance;
        };
        DeploymentOptions options =
                new DeploymentOptions().setInstances(services.config().instances());
        return vertx.deployVerticle(supplier, options)
                .onSuccess(id -> parts.add(() -> vertx.undeploy(id)))
                .map(id -> instances.element().port());
    }

    private record RunningApi(int port, OpenParts parts) implements RunningService {

        @Override
        public Future<Void> stop() {
            return parts.close();
        }
    }
}
