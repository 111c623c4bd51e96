package co.anb.showcase.api.vote;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * One request that waits for its batch. Made by the requester; from then on the batcher's, which hands it back decided.
 *
 * @param <R> what becomes of it
 */
final class Ballot<R> {

    private final VoteKey key;
    private final ContextInternal context;
    private final Promise<R> promise;
    private final long since = System.nanoTime();
    private @Nullable Ballot<R> next;
    private @Nullable R result;
    private @Nullable Throwable failure;

    Ballot(VoteKey key, ContextInternal context) {
        this.key = key;
        this.context = context;
        this.promise = context.promise();
    }

    VoteKey key() {
        return key;
    }

    /** Completes on the requester's context. */
    Future<R> future() {
        return promise.future();
    }

    /** When it was made, {@link System#nanoTime()}. */
    long since() {
        return since;
    }

    /** The event loop that waits for it; requests have contexts of their own on it. */
    ContextInternal loop() {
        return context.unwrap();
    }

    /** The next request for the same key in the same batch. */
    @Nullable
    Ballot<R> next() {
        return next;
    }

    /** Puts a request for the same key behind this one. */
    void add(Ballot<R> other) {
        other.next = next;
        next = other;
    }

    void decide(R outcome) {
        result = outcome;
    }

    void fail(Throwable cause) {
        failure = cause;
    }

    /** On its own event loop: tells the requester what was decided. */
    void answer() {
        if (failure != null) {
            promise.fail(failure);
        } else {
            promise.complete(result);
        }
    }
}
