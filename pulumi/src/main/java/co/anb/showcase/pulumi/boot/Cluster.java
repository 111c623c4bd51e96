package co.anb.showcase.pulumi.boot;

/**
 * Where a service finds the other members of the event bus.
 *
 * @param tag that the members' instances have: {@code name=value}
 * @param port of the membership; failure detection listens on this port plus 100
 * @param eventBusPort of the event bus
 */
public record Cluster(String tag, int port, int eventBusPort) {}
