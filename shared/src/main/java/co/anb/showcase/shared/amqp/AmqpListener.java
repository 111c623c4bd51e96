package co.anb.showcase.shared.amqp;

import java.util.Optional;

/** Hears what happens on the connections, for metrics. Called on any thread; must not block or throw. */
public interface AmqpListener {
    /** Hears nothing. */
    AmqpListener NONE = new AmqpListener() {};

    /** An epoch is up. */
    default void connected(String link) {}

    /** An epoch was thrown away; a new one follows unless the link is being closed. */
    default void disconnected(String link) {}

    /** A connection could not be made. */
    default void connectFailed(String link) {}

    /** The broker has an alarm and takes no messages from this link, or takes them again. */
    default void blocked(String link, boolean blocked) {}

    /** A published message was settled: no reason means that the broker has it. */
    default void published(String queue, Optional<AmqpException.Reason> failure) {}

    /** A message was handed to the handler. */
    default void delivered(String queue, boolean redelivered) {}

    /** A handler acknowledged a message of an older epoch, which the broker delivers again. */
    default void staleAcknowledgement(String queue) {}

    /** A message that is not JSON was acknowledged and dropped. */
    default void malformed(String queue) {}
}
