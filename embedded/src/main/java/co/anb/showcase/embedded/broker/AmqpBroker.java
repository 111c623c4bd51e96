package co.anb.showcase.embedded.broker;

/**
 * An AMQP 0-9-1 broker on 127.0.0.1 that belongs to this process. Thread-safe; every method blocks, so none belongs on
 * an event loop.
 */
public interface AmqpBroker extends AutoCloseable {
    /** The TCP port on 127.0.0.1. */
    int port();

    /** The address with login and virtual host: {@code amqp://user:password@127.0.0.1:port/host}. */
    String uri();

    /** The address of a virtual host that {@link #createVirtualHost} made. */
    String uri(String virtualHost);

    /**
     * Makes an empty virtual host: queues and messages of its own in the same broker.
     *
     * @param name letters, digits, {@code _} and {@code -}
     */
    void createVirtualHost(String name);

    /** Drops a virtual host with all its messages and closes its connections; nothing happens when it is not there. */
    void deleteVirtualHost(String name);

    /** Stops the broker and waits for it; connections are closed. Closing twice is harmless. */
    @Override
    void close();
}
