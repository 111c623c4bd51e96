package co.anb.showcase.worker.ffmpeg;

import java.io.IOException;
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

    private final CommandPrefix prefix;
    private final ProcessLimits limits;
    private final Map<String, String> environment;
    private volatile Consumer<String> lines = line -> {};
    private @Nullable ChildProcess child;
    private boolean killed;

    LimitedProcessFunction(CommandPrefix prefix, ProcessLimits limits, Map<String, String> environment) {
        this.prefix = prefix;
        this.limits = limits;
        this.environment = Map.copyOf(environment);
    }

    /** Sends the lines of the next children's standard output to a listener too. */
    void listen(Consumer<String> listener) {
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
        ProcessBuilder builder = new ProcessBuilder(prefix.wrap(command, limits));
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        LOG.debug("child starts command={}", command);
        Process process = builder.start();
        // Nothing is ever typed into it, and FFmpeg would take keys as commands.
        process.getOutputStream().close();
        ChildOutput output = new ChildOutput(process.getInputStream(), OUTPUT_LIMIT_BYTES, line -> lines.accept(line));
        child = new ChildProcess(process, output, limits.wallTime());
        return child;
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
