package co.anb.showcase.shared.observe;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Libraries that log by {@code java.util.logging}: their lines go where all others go, and none to stderr, where it
 * would be no JSON and a full pipe would hold whoever logs (ADR 017).
 */
public final class JulLog {

    private JulLog() {}

    /** Takes their lines from now on; called once, at a process's start. */
    public static void join() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
