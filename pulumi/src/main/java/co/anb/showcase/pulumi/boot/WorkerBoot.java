package co.anb.showcase.pulumi.boot;

/**
 * A worker. Needs a second disk, for the videos in its hands.
 *
 * @param service the service; its database server holds {@link UserData#CORE_DATABASE}
 * @param broker {@code host:port} of RabbitMQ
 * @param mediaBucket name of the bucket with the videos
 */
public record WorkerBoot(Service service, String broker, String mediaBucket) {}
