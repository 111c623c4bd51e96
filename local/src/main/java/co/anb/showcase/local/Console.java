package co.anb.showcase.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** The only place that prints: what a person at the terminal reads. */
final class Console {

    private final PrintStream out;
    private final PrintStream err;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** The terminal of this process. */
    static Console ofProcess() {
        return new Console(System.out, System.err);
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void complain(String sentence) {
        err.println(sentence);
        err.flush();
    }

    void started(String title, String address, Duration took) {
        say("  %-14s %-44s %5s s".formatted(title, address, seconds(took)));
    }

    static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }
}
