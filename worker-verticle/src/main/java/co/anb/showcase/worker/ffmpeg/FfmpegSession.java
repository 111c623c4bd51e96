package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import com.google.common.io.CharStreams;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import net.bramp.ffmpeg.FFmpeg;
import net.bramp.ffmpeg.FFprobe;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFprobeBuilder;
import net.bramp.ffmpeg.probe.FFmpegProbeResult;

/**
 * The FFmpeg commands of one run, one after the other, each under the same limits. Every method blocks until its child
 * is gone; call them on one long-lived thread (see {@link LimitedProcessFunction}). Only {@link #kill()} may come from
 * another.
 */
public final class FfmpegSession {

    private static final int FIRST_SIGNAL_EXIT = 129;
    private static final List<String> EXHAUSTED = List.of(
            "Cannot allocate memory", "No space left on device", "Disk quota exceeded", "Read-only file system");

    /** The programs of a machine don't change while it runs. */
    private static final CommandPrefix PREFIX = CommandPrefix.ofThisMachine();

    private final LimitedProcessFunction function;
    private final FFmpeg ffmpeg;
    private final FFprobe ffprobe;

    FfmpegSession(FfmpegTools tools, CommandPrefix prefix, ProcessLimits limits) {
        function = new LimitedProcessFunction(prefix, limits, tools.environment());
        ffprobe = new FFprobe(tools.ffprobe().toString(), function);
        try {
            ffmpeg = new FFmpeg(tools.ffmpeg().toString(), function);
        } catch (IOException e) {
            throw new IllegalStateException("the constructor starts nothing, so nothing can fail", e);
        }
    }

    /**
     * Opens a session on this machine.
     *
     * @param tools the FFmpeg to run
     * @param limits for each command
     * @return a session, which needs no closing
     */
    public static FfmpegSession of(FfmpegTools tools, ProcessLimits limits) {
        return new FfmpegSession(tools, PREFIX, limits);
    }

    /**
     * Runs FFmpeg.
     *
     * @param command inputs, filters and outputs; reporting options are added here
     * @param listener gets each progress report, on a thread that must not block
     * @return the last report
     * @throws FfmpegException for every way of not succeeding
     */
    public Progress run(FFmpegBuilder command, Consumer<Progress> listener) throws FfmpegException {
        Reports reports = new Reports(listener);
        command.setVerbosity(FFmpegBuilder.Verbosity.ERROR)
                .overrideOutputFiles(true)
                .addExtraArgs("-hide_banner", "-nostdin", "-nostats", "-progress", "pipe:1");
        return execute("ffmpeg", reports, () -> {
            // The reports go to the listener; the library would print them.
            ffmpeg.setProcessOutputStream(CharStreams.nullWriter());
            ffmpeg.run(command.build());
            return reports.latest;
        });
    }

    /**
     * Runs ffprobe and reads its JSON.
     *
     * @param command what to show of which file
     * @return what ffprobe said
     * @throws FfmpegException for every way of not succeeding
     */
    public FFmpegProbeResult probe(FFprobeBuilder command) throws FfmpegException {
        return execute("ffprobe", line -> {}, () -> ffprobe.probe(command));
    }

    /**
     * Runs ffprobe for an output that the wrapper library has no model of.
     *
     * @param arguments of ffprobe
     * @return its standard output
     * @throws FfmpegException for every way of not succeeding
     */
    public String probeText(List<String> arguments) throws FfmpegException {
        StringBuilder text = new StringBuilder();
        return execute("ffprobe", line -> {}, () -> {
            ffprobe.setProcessOutputStream(text);
            ffprobe.run(arguments);
            return text.toString();
        });
    }

    /**
     * Runs FFmpeg for its standard output ({@code -version}, {@code -encoders} …).
     *
     * @param arguments of ffmpeg
     * @return its standard output
     * @throws FfmpegException for every way of not succeeding
     */
    String text(String... arguments) throws FfmpegException {
        StringBuilder text = new StringBuilder();
        return execute("ffmpeg", line -> {}, () -> {
            ffmpeg.setProcessOutputStream(text);
            ffmpeg.run(List.of(arguments));
            return text.toString();
        });
    }

    /** Kills what runs, with its descendants, and lets nothing more start. Harmless when nothing runs. */
    public void kill() {
        function.kill();
    }

    private <T> T execute(String program, Consumer<String> lines, Call<T> call) throws FfmpegException {
        function.listen(lines);
        try {
            return call.run();
        } catch (IOException | RuntimeException failure) {
            // The library says "non-zero exit status" at best, or that the JSON ended early: the child knows better.
            throw explain(program, failure);
        }
    }

    private FfmpegException explain(String program, Exception failure) {
        ChildProcess child = function.child();
        String tail = child == null ? "" : child.tail();
        if (function.isKilled()) {
            return new FfmpegException(Kind.CANCELLED, program + " was cancelled", tail);
        }
        if (child == null || child.isAlive()) {
            return new FfmpegException(Kind.FAILED, program + " could not be run (" + failure.getMessage() + ")", tail);
        }
        if (child.timedOut()) {
            return new FfmpegException(Kind.TIMED_OUT, program + " ran too long", tail);
        }
        if (child.exitValue() >= FIRST_SIGNAL_EXIT && child.exitValue() < 128 + 65) {
            return new FfmpegException(Kind.KILLED, program + " ended by signal " + (child.exitValue() - 128), tail);
        }
        Kind kind = EXHAUSTED.stream().anyMatch(tail::contains) ? Kind.OUT_OF_RESOURCES : Kind.FAILED;
        String reason = child.exitValue() == 0 ? failure.getMessage() : "exit " + child.exitValue();
        return new FfmpegException(kind, program + " failed (" + reason + ")", tail);
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }

    /** Collects the lines of a progress block and hands each whole block on. */
    private static final class Reports implements Consumer<String> {

        private final Consumer<Progress> listener;
        private volatile Progress latest = Progress.START;

        Reports(Consumer<Progress> listener) {
            this.listener = listener;
        }

        @Override
        public void accept(String line) {
            latest = latest.with(line);
            if (Progress.endsBlock(line)) {
                listener.accept(latest);
            }
        }
    }
}
