package co.anb.showcase.shared.amqp;

import co.anb.showcase.shared.amqp.AmqpException.Reason;
import com.rabbitmq.client.ConfirmListener;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one channel that wait for the broker's word, by their publish number. Thread-safe: the broker's
 * answers come on the client's own thread. Each promise is settled exactly once, whoever comes first.
 */
final class Confirmations implements ConfirmListener {
    private final NavigableMap<Long, Promise<Void>> numberToPromise = new ConcurrentSkipListMap<>();
    private volatile @Nullable Throwable end;

    /** Waits for a message; to be called before it is sent. After {@link #fail} the promise fails at once. */
    void expect(long number, Promise<Void> promise) {
        numberToPromise.put(number, promise);
        Throwable cause = end;
        if (cause != null) {
            settle(number, cause);
        }
    }

    /** A message could not be sent, or came back from the broker. */
    void settle(long number, Throwable cause) {
        Promise<Void> promise = numberToPromise.remove(number);
        if (promise != null) {
            promise.tryFail(cause);
        }
    }

    /** Fails all that wait and all that will. */
    void fail(Throwable cause) {
        end = cause;
        List.copyOf(numberToPromise.keySet()).forEach(number -> settle(number, cause));
    }

    int waiting() {
        return numberToPromise.size();
    }

    @Override
    public void handleAck(long number, boolean multiple) {
        take(number, multiple).forEach(promise -> promise.tryComplete());
    }

    @Override
    public void handleNack(long number, boolean multiple) {
        AmqpException refused = new AmqpException(Reason.REFUSED, "the broker refused the message");
        take(number, multiple).forEach(promise -> promise.tryFail(refused));
    }

    private List<Promise<Void>> take(long number, boolean multiple) {
        NavigableMap<Long, Promise<Void>> settled =
                multiple ? numberToPromise.headMap(number, true) : numberToPromise.subMap(number, true, number, true);
        List<Promise<Void>> promises = new ArrayList<>();
        for (Map.Entry<Long, Promise<Void>> entry : settled.entrySet()) {
            if (numberToPromise.remove(entry.getKey(), entry.getValue())) {
                promises.add(entry.getValue());
            }
        }
        return promises;
    }
}
