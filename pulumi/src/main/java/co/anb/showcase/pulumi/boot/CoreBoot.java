package co.anb.showcase.pulumi.boot;

/**
 * A Core API host.
 *
 * @param service the service; its database server holds {@link UserData#CORE_DATABASE}
 * @param broker {@code host:port} of RabbitMQ
 * @param mediaBucket name of the bucket with the videos
 * @param authUrl the Auth service as Core reaches it, without a path
 * @param trustedProxies networks of the load balancer, separated by commas
 */
public record CoreBoot(Service service, String broker, String mediaBucket, String authUrl, String trustedProxies) {}
