package co.anb.showcase.shared.amqp;

import io.vertx.core.Future;
import java.util.function.Consumer;

/** One life of a connection, from connecting to the first trouble. All methods are called on the keeper's context. */
interface Epoch {
    /** Whether it is still whole. */
    boolean isOpen();

    /** Names who is told when it breaks: by the broker, the network or an overdue answer. Called once, on opening. */
    void onTrouble(Consumer<Throwable> listener);

    /** Ends it: whoever waits for something of it gets the cause; nothing of it counts from here on. */
    void end(Throwable cause);

    /** Gives back connection and threads; succeeds always. Called once, after {@link #end}. */
    Future<Void> close();
}
