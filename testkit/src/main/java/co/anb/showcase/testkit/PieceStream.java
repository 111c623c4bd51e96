package co.anb.showcase.testkit;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A head and then zero bytes up to a size, in pieces, only as fast as they are asked for. All on one context. */
final class PieceStream implements ReadStream<Buffer> {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Context context;
    private final Buffer head;
    private final long size;
    private long sent;
    private long demand = Long.MAX_VALUE;
    private boolean scheduled;
    private boolean ended;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;

    PieceStream(Context context, Buffer head, long size) {
        this.context = context;
        this.head = head;
        this.size = size;
    }

    @Override
    public PieceStream exceptionHandler(@Nullable Handler<Throwable> ignored) {
        return this;
    }

    @Override
    public PieceStream handler(@Nullable Handler<Buffer> target) {
        handler = target;
        schedule();
        return this;
    }

    @Override
    public PieceStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public PieceStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PieceStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        schedule();
        return this;
    }

    @Override
    public PieceStream endHandler(@Nullable Handler<Void> target) {
        endHandler = target;
        return this;
    }

    private void schedule() {
        if (!scheduled && !ended && handler != null && demand > 0) {
            scheduled = true;
            context.runOnContext(ignored -> next());
        }
    }

    private void next() {
        scheduled = false;
        Handler<Buffer> target = handler;
        if (target == null || demand == 0 || ended) {
            return;
        }
        if (sent == size) {
            ended = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
            return;
        }
        Buffer piece = sent == 0 ? head : Buffer.buffer(new byte[(int) Math.min(PIECE_BYTES, size - sent)]);
        sent += piece.length();
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        target.handle(piece);
        schedule();
    }
}
