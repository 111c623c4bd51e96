package co.anb.showcase.worker.ffmpeg;

import java.time.Duration;

/**
 * One report of {@code -progress}: FFmpeg writes a block of {@code key=value} lines about twice a second.
 *
 * @param frames encoded so far into the first output
 * @param position in the first output
 */
public record Progress(long frames, Duration position) {

    /** Where every run starts. */
    public static final Progress START = new Progress(0, Duration.ZERO);

    /**
     * Takes in one line of a block.
     *
     * @param line as FFmpeg wrote it; keys of no interest and values that are not numbers ({@code N/A}) change nothing
     * @return this progress, moved on
     */
    Progress with(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return this;
        }
        String value = line.substring(equals + 1).strip();
        return switch (line.substring(0, equals)) {
            case "frame" -> new Progress(number(value, frames), position);
            case "out_time_us" ->
                new Progress(frames, Duration.ofNanos(1000 * Math.max(0, number(value, position.toNanos() / 1000))));
            default -> this;
        };
    }

    /** Tells whether a line ends a block ({@code progress=continue} or {@code progress=end}). */
    static boolean endsBlock(String line) {
        return line.startsWith("progress=");
    }

    private static long number(String value, long otherwise) {
        boolean plain = value.matches("-?\\d{1,18}");
        return plain ? Long.parseLong(value) : otherwise;
    }
}
