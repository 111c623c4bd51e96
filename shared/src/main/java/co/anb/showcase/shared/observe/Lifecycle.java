package co.anb.showcase.shared.observe;

/**
 * Whether the process is on its way out. Set once by the stop, read by the edge and the health answers of every thread.
 */
public final class Lifecycle {

    private volatile boolean draining;

    /** From now on the process is not ready, and answers close their connections. */
    public void drain() {
        draining = true;
    }

    /** Whether {@link #drain()} was called. */
    public boolean isDraining() {
        return draining;
    }
}
