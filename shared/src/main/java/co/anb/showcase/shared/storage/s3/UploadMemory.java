package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory that all uploads of unknown length share, in places of one part each. S3 wants to know the length of a
 * part before its first byte, so a part has to be held whole; this bounds how many there are. Who finds no place waits,
 * in turn, with its client held back; and is refused when it has waited too long.
 */
final class UploadMemory {

    /** Bytes of a part: the least that S3 allows, so that the most uploads find a place. 10,000 of them are 48 GB. */
    static final int PART_BYTES = 5 << 20;

    private static final Duration LATER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Duration longestWait;
    private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
    private int free;

    UploadMemory(Vertx vertx, long bytes, Duration longestWait) {
        this.vertx = vertx;
        this.longestWait = longestWait;
        this.free = (int) (bytes / PART_BYTES);
    }

    /** Takes a place; fails with {@code SERVICE_UNAVAILABLE} when none became free in time. */
    Future<Void> acquire() {
        Promise<Void> place = Promise.promise();
        synchronized (this) {
            if (free > 0) {
                free--;
                return Future.succeededFuture();
            }
            waiting.add(place);
        }
        long timer = vertx.setTimer(Math.max(1, longestWait.toMillis()), late -> giveUp(place));
        return place.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Gives a place back: to whoever has waited longest. */
    void release() {
        Promise<Void> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.complete();
    }

    /** How many places are free. */
    synchronized int free() {
        return free;
    }

    private void giveUp(Promise<Void> place) {
        boolean stillWaiting;
        synchronized (this) {
            stillWaiting = waiting.remove(place);
        }
        if (stillWaiting) {
            place.fail(ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).retryAfter(LATER));
        }
    }
}
