package co.anb.showcase.auth;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.launcher.Launcher;
import co.anb.showcase.shared.launcher.RunningService;
import co.anb.showcase.shared.launcher.ServiceMain;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import io.vertx.core.Future;
import java.util.Map;

/** The Auth service as a process: accounts, sessions and signing keys on port 8001. */
public final class AuthMain implements ServiceMain {

    /** For the launcher. */
    public AuthMain() {}

    /** Runs the service until the process is told to end. */
    public static void main(String[] arguments) {
        Launcher.run(new AuthMain(), arguments, System.getenv());
    }

    @Override
    public String name() {
        return "auth";
    }

    @Override
    public Future<RunningService> start(ServiceRuntime runtime, Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        AuthConfig config = AuthConfig.from(reader);
        reader.finish();
        return new AuthService(runtime, reader, config).start();
    }
}
