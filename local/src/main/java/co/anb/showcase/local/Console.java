package co.anb.showcase.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The only place that prints: what a person at the terminal reads. */
final class Console {

    private static final int FIRST_COLOUR = 31;
    private static final int COLOURS = 6;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean coloured;

    /** @param coloured whether who reads it understands ANSI colours */
    Console(PrintStream out, PrintStream err, boolean coloured) {
        this.out = out;
        this.err = err;
        this.coloured = coloured;
    }

    /** The terminal of this process. */
    static Console ofProcess() {
        return new Console(System.out, System.err, isTerminal(Path.of("/proc/self/fd/1")));
    }

    private static boolean isTerminal(Path output) {
        try {
            Path device = output.toRealPath();
            return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void complain(String sentence) {
        err.println(sentence);
        err.flush();
    }

    /** A line of a process of its own. */
    void member(String name, String line) {
        String prefix = "[" + name + "]";
        int colour = FIRST_COLOUR + Math.floorMod(name.hashCode(), COLOURS);
        say("  " + (coloured ? "\u001b[" + colour + "m" + prefix + "\u001b[0m" : prefix) + " " + line);
    }

    void started(String title, String address, Duration took) {
        say("  %-14s %-44s %5s s".formatted(title, address, seconds(took)));
    }

    static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }
}
