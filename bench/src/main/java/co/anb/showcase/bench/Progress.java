package co.anb.showcase.bench;

import java.util.Locale;

/** What a person who waits sees, on standard error: the table alone is standard output. */
public final class Progress {

    private static final long START = System.nanoTime();

    private Progress() {}

    /** One line, with the time since the start. */
    public static void say(String format, Object... values) {
        long seconds = (System.nanoTime() - START) / 1_000_000_000;
        System.err.printf(Locale.ROOT, "%4d s  %s%n", seconds, String.format(Locale.ROOT, format, values));
    }
}
