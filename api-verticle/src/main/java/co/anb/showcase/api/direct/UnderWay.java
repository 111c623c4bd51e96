package co.anb.showcase.api.direct;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What goes on although nobody waits for its answer any more: a stop waits for it. Thread-safe. */
final class UnderWay {

    private final Set<Future<?>> running = ConcurrentHashMap.newKeySet();

    /** Notes an operation until it has ended. */
    <T> Future<T> note(Future<T> operation) {
        running.add(operation);
        return operation.onComplete(done -> running.remove(operation));
    }

    /** Succeeds when all that are noted now have ended, however. */
    Future<Void> settle() {
        return Future.join(List.copyOf(running)).otherwiseEmpty().mapEmpty();
    }
}
