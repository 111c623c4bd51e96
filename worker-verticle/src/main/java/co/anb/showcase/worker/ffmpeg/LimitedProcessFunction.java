package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Reach;
import co.anb.showcase.worker.sandbox.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.bramp.ffmpeg.ProcessFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the children of one session for the wrapper library, which by itself can neither limit nor kill them nor say
 * why they failed. One child at a time; {@link #kill()} may come from any thread and also forbids every further start.
 *
 * <p>Call {@link #run} on a thread that outlives the child: with {@code setpriv} the child dies with that thread.
 */
final class LimitedProcessFunction implements ProcessFunction {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedProcessFunction.class);
    private static final long OUTPUT_LIMIT_BYTES = 8L << 20;

    private final Sandbox sandbox;
    private final ProcessLimits limits;
    private final Map<String, String> environment;
    private volatile Consumer<String> lines = line -> {};
    private volatile Reach reach = Reach.NOTHING;
    private @Nullable ChildProcess child;
    private boolean killed;

    LimitedProcessFunction(Sandbox sandbox, ProcessLimits limits, Map<String, String> environment) {
        this.sandbox = sandbox;
        this.limits = limits;
        this.environment = Map.copyOf(environment);
    }

    /** Says what the next children may reach, and who else gets the lines of their standard output. */
    void prepare(Reach nextReach, Consumer<String> listener) {
        reach = nextReach;
        lines = listener;
    }

    /**
     * Starts a command under the limits.
     *
     * @throws IOException when the session was killed, or the program can't be started
     */
    @Override
    public synchronized Process run(List<String> command) throws IOException {
        if (killed) {
            throw new IOException("the session was cancelled");
        }
        ProcessBuilder builder = new ProcessBuilder(sandbox.wrap(command, limits, reach));
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        LOG.debug("child starts command={}", command);
        Process process = builder.start();
        feed(process);
        ChildOutput output = new ChildOutput(process.getInputStream(), OUTPUT_LIMIT_BYTES, line -> lines.accept(line));
        child = new ChildProcess(process, command, output, limits.wallTime());
        return child;
    }

    /** Only the sandbox gets any input; FFmpeg would take keys as commands. */
    private void feed(Process process) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(sandbox.input());
        } catch (IOException gone) {
            LOG.debug("child ended before it read its input", gone);
        }
    }

    /** The child that was started last, or null before the first. */
    synchronized @Nullable ChildProcess child() {
        return child;
    }

    synchronized boolean isKilled() {
        return killed;
    }

    /** Kills the child with its descendants; from here on nothing can be started. */
    synchronized void kill() {
        killed = true;
        if (child != null) {
            child.kill();
        }
    }
}
