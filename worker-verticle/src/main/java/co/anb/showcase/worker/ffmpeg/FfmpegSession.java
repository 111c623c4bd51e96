package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.ffmpeg.FfmpegException.Kind;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Reach;
import com.google.common.io.CharStreams;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import net.bramp.ffmpeg.FFmpeg;
import net.bramp.ffmpeg.FFprobe;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFprobeBuilder;
import net.bramp.ffmpeg.probe.FFmpegProbeResult;
import org.jspecify.annotations.Nullable;

/**
 * The FFmpeg commands of one run, one after the other, each under the same limits. Every method blocks until its child
 * is gone; call them on one long-lived thread (see {@link LimitedProcessFunction}). Only {@link #kill()} may come from
 * another.
 */
public final class FfmpegSession {

    /**
     * 128 and a signal from 1 (HUP) to 31 (SYS). Beyond are FFmpeg's own codes, the lowest byte of an AVERROR: 183 is
     * "Invalid data", 176 "Not yet implemented".
     */
    private static final int FIRST_SIGNAL_EXIT = 129;

    private static final int LAST_SIGNAL_EXIT = 159;
    private static final Pattern LAUNCHERS_WORDS = Pattern.compile("(\\S*/)?(setpriv|nice|prlimit|unshare|bwrap|sh): ");
    private static final List<String> EXHAUSTED = List.of(
            "Cannot allocate memory",
            "Resource temporarily unavailable",
            "No space left on device",
            "Disk quota exceeded",
            "Read-only file system");

    private final FfmpegTools tools;
    private final LimitedProcessFunction function;
    private final FFprobe ffprobe;
    private final ExitListener exits;
    private @Nullable FFmpeg ffmpeg;

    private FfmpegSession(FfmpegTools tools, ProcessLimits limits, ExitListener exits) {
        this.tools = tools;
        this.exits = exits;
        function = new LimitedProcessFunction(tools.sandbox(), limits, tools.environment());
        ffprobe = new FFprobe(tools.ffprobe().toString(), function);
    }

    /**
     * Opens a session.
     *
     * @param tools the FFmpeg to run, and in which sandbox
     * @param limits for each command
     * @return a session, which needs no closing
     */
    public static FfmpegSession of(FfmpegTools tools, ProcessLimits limits) {
        return of(tools, limits, ExitListener.NONE);
    }

    /** The same with somebody who hears how each command ended. */
    public static FfmpegSession of(FfmpegTools tools, ProcessLimits limits, ExitListener exits) {
        return new FfmpegSession(tools, limits, exits);
    }

    /**
     * Runs FFmpeg.
     *
     * @param command to run; reporting options are added here
     * @param listener gets each progress report, on a thread that must not block
     * @return the last report
     * @throws FfmpegException for every way of not succeeding
     */
    public Progress run(FfmpegCommand command, Consumer<Progress> listener) throws FfmpegException {
        Reports reports = new Reports(listener);
        FFmpegBuilder builder = command.builder()
                .setVerbosity(FFmpegBuilder.Verbosity.ERROR)
                .overrideOutputFiles(true)
                .addExtraArgs("-hide_banner", "-nostdin", "-nostats", "-progress", "pipe:1");
        return execute("ffmpeg", command.reach(), reports, () -> {
            // The reports go to the listener; the library would print them.
            FFmpeg started = ffmpeg();
            started.setProcessOutputStream(CharStreams.nullWriter());
            started.run(builder.build());
            return reports.latest;
        });
    }

    /**
     * Runs ffprobe and reads its JSON.
     *
     * @param command what to show of which file
     * @param reach that file
     * @return what ffprobe said
     * @throws FfmpegException for every way of not succeeding
     */
    public FFmpegProbeResult probe(FFprobeBuilder command, Reach reach) throws FfmpegException {
        return execute("ffprobe", reach, line -> {}, () -> ffprobe.probe(command));
    }

    /**
     * Runs ffprobe for an output that the wrapper library has no model of.
     *
     * @param arguments of ffprobe
     * @param reach the file that they name
     * @return its standard output
     * @throws FfmpegException for every way of not succeeding
     */
    public String probeText(List<String> arguments, Reach reach) throws FfmpegException {
        StringBuilder text = new StringBuilder();
        return execute("ffprobe", reach, line -> {}, () -> {
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
        return execute("ffmpeg", Reach.NOTHING, line -> {}, () -> {
            FFmpeg started = ffmpeg();
            started.setProcessOutputStream(text);
            started.run(List.of(arguments));
            return text.toString();
        });
    }

    /** Kills what runs, with its descendants, and lets nothing more start. Harmless when nothing runs. */
    public void kill() {
        function.kill();
    }

    /** Made when it is first needed: its constructor asks FFmpeg for its version, which is a child like any other. */
    private FFmpeg ffmpeg() throws IOException {
        FFmpeg made = ffmpeg;
        if (made == null) {
            made = new FFmpeg(tools.ffmpeg().toString(), function);
            ffmpeg = made;
        }
        return made;
    }

    private <T> T execute(String program, Reach reach, Consumer<String> lines, Call<T> call) throws FfmpegException {
        function.prepare(reach.alsoReading(tools.folders()), lines);
        try {
            return call.run();
        } catch (IOException | RuntimeException failure) {
            // The library says "non-zero exit status" at best, or that the JSON ended early: the child knows better.
            throw explain(program, failure);
        } finally {
            report(program);
        }
    }

    private void report(String program) {
        ChildProcess child = function.child();
        if (child != null && !child.isAlive()) {
            exits.ended(program, child.exitValue());
        }
    }

    /** The words before FFmpeg failed, or its loader: the file was not even looked at. */
    private static boolean neverBegan(int exitValue, String tail) {
        return exitValue == 126
                || exitValue == 127
                || LAUNCHERS_WORDS.matcher(tail).lookingAt();
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
        if (child.exitValue() >= FIRST_SIGNAL_EXIT && child.exitValue() <= LAST_SIGNAL_EXIT) {
            return new FfmpegException(Kind.KILLED, program + " ended by signal " + (child.exitValue() - 128), tail);
        }
        if (neverBegan(child.exitValue(), tail)) {
            return new FfmpegException(Kind.NOT_STARTED, program + " could not be started", tail);
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
