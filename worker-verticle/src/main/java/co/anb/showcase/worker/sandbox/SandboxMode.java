package co.anb.showcase.worker.sandbox;

/** How much of a sandbox the operator wants. */
public enum SandboxMode {
    /** The strongest that works on this machine, be it none. */
    AUTO,
    /** One that shuts out network and files, or no worker. */
    REQUIRE,
    /** Limits only. */
    OFF;

    /** Whether a sandbox may be used. */
    public boolean accepts(Sandbox sandbox) {
        return switch (this) {
            case AUTO -> true;
            case REQUIRE ->
                sandbox.guarantees().contains(Guarantee.NO_NETWORK)
                        && sandbox.guarantees().contains(Guarantee.NO_OTHER_FILES);
            case OFF -> sandbox instanceof Limits;
        };
    }
}
