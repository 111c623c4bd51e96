package co.anb.showcase.pulumi.boot;

/**
 * An Auth host.
 *
 * @param service the service; its database server holds {@link UserData#AUTH_DATABASE}
 * @param trustedProxies networks of the load balancer, separated by commas
 * @param adminEmail the first administrator, or empty
 */
public record AuthBoot(Service service, String trustedProxies, String adminEmail) {}
