package co.anb.showcase.shared.launcher;

import io.vertx.core.Future;
import java.util.Map;

/** A service as the launcher sees it. Its class is the main class of the service's runnable jar. */
public interface ServiceMain {

    /** The service's name in logs, metrics and on the ready line: {@code core}, {@code auth}, {@code worker}. */
    String name();

    /**
     * Reads its configuration and starts.
     *
     * @param environment the variables that configure it (docs/configuration.md)
     * @return the running service; fails with {@link co.anb.showcase.shared.config.ConfigException} when the
     *     configuration can't be used. What was opened before a failure is closed again.
     */
    Future<RunningService> start(ServiceRuntime runtime, Map<String, String> environment);
}
