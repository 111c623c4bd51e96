package co.anb.showcase.worker.ffmpeg;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A JVM that starts a child and is gone without a word, as by {@code kill -9}. Prints the child's id. */
final class OrphanMaker {

    private OrphanMaker() {}

    public static void main(String[] arguments) throws Exception {
        ProcessLimits limits = new ProcessLimits(Duration.ofMinutes(5), Duration.ofMinutes(5), 1L << 30, 1L << 20, 0);
        LimitedProcessFunction function = new LimitedProcessFunction(CommandPrefix.ofThisMachine(), limits, Map.of());
        Process child = function.run(List.of("sh", "-c", "echo started; exec sleep 300"));
        // Only now it is past setpriv, and bound to this process.
        if (child.getInputStream().read() < 0) {
            throw new IllegalStateException("the child did not start");
        }
        System.err.println(child.pid());
        Runtime.getRuntime().halt(9);
    }
}
