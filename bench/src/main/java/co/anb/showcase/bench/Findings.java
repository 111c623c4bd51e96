package co.anb.showcase.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What was wrong, whatever the speed: a vote that was lost, an answer that nobody expected. Any of it fails the run.
 */
public final class Findings {

    private final List<String> found = new ArrayList<>();

    /** Notes something if it is wrong. */
    public void check(boolean right, String format, Object... values) {
        if (!right) {
            String finding = String.format(java.util.Locale.ROOT, format, values);
            Progress.say("WRONG: %s", finding);
            found.add(finding);
        }
    }

    /** All that was found. */
    public List<String> all() {
        return List.copyOf(found);
    }
}
