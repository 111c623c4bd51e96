package co.anb.showcase.shared.amqp;

/**
 * What a consumer takes.
 *
 * @param queue the queue's name
 * @param prefetch how many messages it works on at once, at least 1
 * @param listener hears what happens
 */
record Subscription(String queue, int prefetch, AmqpListener listener) {
    Subscription {
        if (prefetch < 1) {
            throw new IllegalArgumentException("prefetch must be at least 1, was " + prefetch);
        }
    }
}
