package co.anb.showcase.shared.storage;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that makes its bytes when they are asked for, so that a test of gigabytes would need no memory. It can fail
 * in the middle, and it knows how much it had to give in one go before it was paused.
 */
public final class GeneratedSource implements ReadStream<Buffer> {

    private static final int PERIOD = 251;
    /** As large as those of a socket, and such that no part ends where a chunk does. */
    private static final int CHUNK_BYTES = 65_521;

    private final Context context;
    private final long length;
    private final int chunkBytes;
    private final long failAt;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private long demand = Long.MAX_VALUE;
    private long given;
    private long burst;
    private long largestBurst;
    private boolean scheduled;
    private boolean ended;

    private GeneratedSource(Vertx vertx, long length, int chunkBytes, long failAt) {
        this.context = vertx.getOrCreateContext();
        this.length = length;
        this.chunkBytes = chunkBytes;
        this.failAt = failAt;
    }

    public static GeneratedSource of(Vertx vertx, long length) {
        return new GeneratedSource(vertx, length, CHUNK_BYTES, Long.MAX_VALUE);
    }

    public static GeneratedSource failingAt(Vertx vertx, long length, long failAt) {
        return new GeneratedSource(vertx, length, 8 * 1024, failAt);
    }

    /** The byte at a position of the stream. */
    static byte at(long position) {
        return (byte) (position % PERIOD);
    }

    public static Buffer bytes(long from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = at(from + i);
        }
        return Buffer.buffer(bytes);
    }

    /** The most bytes that were taken before a pause, of those on offer. */
    public synchronized long largestBurst() {
        return largestBurst;
    }

    public synchronized long given() {
        return given;
    }

    @Override
    public synchronized GeneratedSource handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        schedule();
        return this;
    }

    @Override
    public synchronized GeneratedSource endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public synchronized GeneratedSource exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public synchronized GeneratedSource pause() {
        demand = 0;
        return this;
    }

    @Override
    public GeneratedSource resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public synchronized GeneratedSource fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        schedule();
        return this;
    }

    private synchronized void schedule() {
        if (!scheduled && !ended && demand > 0 && handler != null) {
            scheduled = true;
            context.runOnContext(next -> give());
        }
    }

    /** Gives in one go all that is asked for: without back-pressure, everything. */
    private void give() {
        synchronized (this) {
            scheduled = false;
            burst = 0;
        }
        while (canGive()) {
            next().run();
        }
    }

    private synchronized boolean canGive() {
        return demand > 0 && !ended && handler != null;
    }

    private synchronized Runnable next() {
        if (given >= failAt && exceptionHandler != null) {
            ended = true;
            Handler<Throwable> target = exceptionHandler;
            return () -> target.handle(new IllegalStateException("the source broke"));
        }
        if (given >= length) {
            ended = true;
            Handler<Void> target = endHandler;
            return target == null ? () -> {} : () -> target.handle(null);
        }
        Buffer chunk = bytes(given, (int) Math.min(chunkBytes, length - given));
        given += chunk.length();
        burst += chunk.length();
        largestBurst = Math.max(largestBurst, burst);
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        Handler<Buffer> target = handler;
        return target == null ? () -> {} : () -> target.handle(chunk);
    }
}
