package co.anb.showcase.shared.amqp;

import co.anb.showcase.shared.work.Backoff;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one epoch up: opens it, watches it each second, throws it away whole and opens the next one after a pause, for
 * ever.
 *
 * <p>All state is changed on one context only, the one on which the keeper was made; {@link #run} brings a caller there
 * and its result back.
 */
final class EpochKeeper<E extends Epoch> {
    private static final Logger LOG = LoggerFactory.getLogger(EpochKeeper.class);
    private static final long WATCH_MILLIS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final String name;
    private final Supplier<Future<E>> opener;
    private final Backoff backoff;
    private final AmqpListener listener;
    private volatile @Nullable E current;
    private boolean closed;
    private Future<?> opening = Future.succeededFuture();
    private long watchTimer = -1;
    private long retryTimer = -1;

    /**
     * @param name the link's name in logs and metrics
     * @param opener opens an epoch; called on the context
     */
    EpochKeeper(Vertx vertx, String name, Supplier<Future<E>> opener, Backoff backoff, AmqpListener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.name = name;
        this.opener = opener;
        this.backoff = backoff;
        this.listener = listener;
    }

    Context context() {
        return context;
    }

    /** Whether an epoch is up, as far as this process knows; from any thread. */
    boolean isConnected() {
        return current != null;
    }

    /** Whether an epoch is up of which something holds; from any thread. */
    boolean holds(Predicate<E> condition) {
        E epoch = current;
        return epoch != null && condition.test(epoch);
    }

    /** Begins. Does not wait for a connection: a broker that is away is not a reason not to start. */
    void start() {
        context.runOnContext(ignored -> {
            watchTimer = vertx.setPeriodic(WATCH_MILLIS, timer -> watch());
            open();
        });
    }

    /** Runs a step on the keeper's context with the epoch of that moment, and completes on the caller's context. */
    <T> Future<T> run(Function<Optional<E>, Future<T>> step) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        context.runOnContext(ignored -> step.apply(Optional.ofNullable(current))
                .onComplete(result -> caller.runOnContext(back -> promise.handle(result))));
        return promise.future();
    }

    /** Throws an epoch away; from any thread, as often as anybody notices. */
    void discard(Epoch epoch, Throwable cause) {
        context.runOnContext(ignored -> discardHere(epoch, cause));
    }

    /** Ends for good. Succeeds when the connection is closed, also one that was just being made. */
    Future<Void> close() {
        return run(ignored -> {
            closed = true;
            vertx.cancelTimer(watchTimer);
            vertx.cancelTimer(retryTimer);
            E last = current;
            Future<Void> gone = last == null
                    ? Future.succeededFuture()
                    : endOf(
                            last,
                            new AmqpException(
                                    AmqpException.Reason.CONNECTION_LOST, "the connection was closed by this process"));
            return opening.transform(result -> gone);
        });
    }

    private void open() {
        if (closed) {
            return;
        }
        opening = opener.get().transform(result -> {
            if (result.succeeded()) {
                return opened(result.result());
            }
            listener.connectFailed(name);
            retry("amqp connect failed", result.cause());
            return Future.succeededFuture();
        });
    }

    private Future<Void> opened(E epoch) {
        if (closed) {
            epoch.end(new AmqpException(AmqpException.Reason.CONNECTION_LOST, "closed while connecting"));
            return epoch.close();
        }
        current = epoch;
        epoch.onTrouble(cause -> discard(epoch, cause));
        backoff.reset();
        listener.connected(name);
        LOG.info("amqp connected link={}", name);
        return Future.succeededFuture();
    }

    private void watch() {
        E epoch = current;
        if (epoch != null && !epoch.isOpen()) {
            discardHere(epoch, new AmqpException(AmqpException.Reason.CONNECTION_LOST, "the connection is not open"));
        }
    }

    private void discardHere(Epoch epoch, Throwable cause) {
        E present = current;
        if (present == null || present != epoch) {
            return;
        }
        opening = endOf(present, cause);
        if (!closed) {
            retry("amqp connection lost", cause);
        }
    }

    private Future<Void> endOf(E epoch, Throwable cause) {
        current = null;
        listener.disconnected(name);
        epoch.end(cause);
        return epoch.close();
    }

    private void retry(String what, Throwable cause) {
        if (closed) {
            return;
        }
        long pause = backoff.nextMillis();
        LOG.warn("{} link={} retry_ms={} reason={}", what, name, pause, cause.toString());
        retryTimer = vertx.setTimer(pause, timer -> open());
    }
}
