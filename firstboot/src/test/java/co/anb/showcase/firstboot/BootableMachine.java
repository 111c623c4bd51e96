package co.anb.showcase.firstboot;

import co.anb.showcase.embedded.broker.RabbitMqProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets a class run where hosts can be booted: as root, with bubblewrap and the servers, after the jars are made. */
final class BootableMachine implements ExecutionCondition {

    /** Enables units, without systemd running. */
    private static final Path SYSTEMCTL = Path.of("/usr/bin/systemctl");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("hosts can be booted here");
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(missing + ", and CI must boot the hosts");
        }
        return ConditionEvaluationResult.disabled(missing);
    }

    private static String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "a host's boot is root's work, and this is somebody else";
        }
        if (!canMakeRoots()) {
            return "bubblewrap is not installed here, or may not do its work";
        }
        if (RabbitMqProgram.find(System.getenv()).isEmpty()) {
            return "RabbitMQ is not installed here";
        }
        for (Path program : List.of(ReleasePage.PROMETHEUS, ReleasePage.ALERTMANAGER, SYSTEMCTL)) {
            if (!Files.isExecutable(program)) {
                return program + " is not installed here";
            }
        }
        return Files.exists(Path.of("../api-verticle/target/anb-api.jar")) ? "" : "the runnable jars were not made";
    }

    private static boolean canMakeRoots() {
        try {
            return new ProcessBuilder("bwrap", "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
