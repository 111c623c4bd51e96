package co.anb.showcase.local;

import java.time.Duration;

/** Hears of each part when it is up. */
@FunctionalInterface
interface StartListener {

    /**
     * A part has started.
     *
     * @param title its name for people
     * @param address where it is
     * @param took how long its own start was
     */
    void started(String title, String address, Duration took);
}
