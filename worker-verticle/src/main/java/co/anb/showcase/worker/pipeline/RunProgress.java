package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.Progress;
import java.time.Duration;

/**
 * Turns what happens in a run into stages and one percentage that never falls, and times the stages. Used by the run's
 * thread, and while FFmpeg runs by the one that reads its reports: never by two at once.
 */
final class RunProgress {

    private static final int ENCODE_FROM = 3;
    private static final int ENCODE_TO = 90;
    private static final int VERIFY_AT = 97;

    private final PipelineListener listener;
    private final PipelineMetrics metrics;
    private Stage stage = Stage.PROBE;
    private int percent;
    private long stageStartNanos = System.nanoTime();
    private Duration encoded = Duration.ZERO;

    RunProgress(PipelineListener listener, PipelineMetrics metrics) {
        this.listener = listener;
        this.metrics = metrics;
    }

    void enter(Stage next) {
        if (next != stage) {
            leave();
            stage = next;
        }
        report(startOf(next));
    }

    /** The encode of the player's part has come so far. */
    void encoded(Progress progress, long frames) {
        // Not its position: with two outputs that is the poster's.
        encoded = Duration.ofMillis(progress.frames() * 1000 / EncodeProfile.FRAME_RATE);
        report(between(ENCODE_FROM, ENCODE_TO, progress, frames));
    }

    /** The single pass that stands in for the join has come so far. */
    void encodedAgain(Progress progress, long frames) {
        report(between(ENCODE_TO, VERIFY_AT, progress, frames));
    }

    void finish() {
        leave();
        report(100);
    }

    private void leave() {
        long now = System.nanoTime();
        metrics.stageTook(stage, Duration.ofNanos(now - stageStartNanos));
        if (stage == Stage.ENCODE) {
            metrics.encodedAt(encoded.toNanos() / (double) Math.max(1, now - stageStartNanos));
        }
        stageStartNanos = now;
    }

    private void report(int reached) {
        percent = Math.max(percent, reached);
        listener.progressed(stage, percent);
    }

    private static int startOf(Stage stage) {
        return switch (stage) {
            case PROBE -> 0;
            case JUDGE -> 2;
            case ENCODE -> ENCODE_FROM;
            case JOIN -> ENCODE_TO;
            case VERIFY -> VERIFY_AT;
        };
    }

    private static int between(int from, int to, Progress progress, long frames) {
        double part = Math.min(1, progress.frames() / (double) Math.max(1, frames));
        return from + (int) Math.floor((to - from) * part);
    }
}
