package co.anb.showcase.worker.ffmpeg;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last lines that a child wrote, however much it writes. Thread-safe: one thread drains the child, another asks why
 * it failed.
 */
final class OutputTail {

    private static final int LINES = 40;
    private static final int LINE_CHARACTERS = 400;
    /** The loader says this of every stub library of the bundled FFmpeg, at every start. */
    private static final String LOADER_NOISE = ": no version information available (required by ";

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (line.contains(LOADER_NOISE) || line.isBlank()) {
            return;
        }
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > LINE_CHARACTERS ? line.substring(0, LINE_CHARACTERS) + "…" : line);
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
