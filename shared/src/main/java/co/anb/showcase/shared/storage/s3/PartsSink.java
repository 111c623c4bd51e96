package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.storage.MultipartUpload;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.PartTag;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * The end of a pipe into an object of unknown length: what fits in one part becomes one PUT, the rest an upload in
 * parts, {@value #MOST_IN_FLIGHT} of them on their way while the next one fills.
 *
 * <p>It holds at most {@code MOST_IN_FLIGHT + 1} places of the {@link UploadMemory} and one chunk that found no place
 * yet; while it waits for a place, its source is paused. The first failure ends it: every write then fails, and
 * {@link #abort} gives the upload up once the parts on their way have come to their end.
 */
final class PartsSink implements WriteStream<Buffer> {

    static final int MOST_IN_FLIGHT = 2;

    private final BucketClient bucket;
    private final UploadMemory memory;
    private final String key;
    private final ObjectMetadata metadata;
    private final Deque<Buffer> unplaced = new ArrayDeque<>();
    private final List<PartTag> sent = new ArrayList<>();
    private final Promise<Void> stored = Promise.promise();
    private final Promise<Void> quiet = Promise.promise();

    private @Nullable PartBuffer current;
    private @Nullable Future<MultipartUpload> upload;
    private @Nullable Throwable failure;
    private @Nullable Handler<Void> drainHandler;
    private int placed;
    private int parts;
    private int inFlight;
    private boolean acquiring;
    private boolean ended;
    private boolean finishing;

    /** A sink that has one place of the memory already. */
    PartsSink(BucketClient bucket, UploadMemory memory, String key, ObjectMetadata metadata) {
        this.bucket = bucket;
        this.memory = memory;
        this.key = key;
        this.metadata = metadata;
        this.current = new PartBuffer(UploadMemory.PART_BYTES);
    }

    @Override
    public synchronized Future<Void> write(Buffer data) {
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        unplaced.add(data);
        place();
        return Future.succeededFuture();
    }

    /** Succeeds when the object is stored. */
    @Override
    public Future<Void> end() {
        synchronized (this) {
            ended = true;
            finishIfAllIsPlaced();
        }
        return stored.future();
    }

    /** Takes back what was stored of it; succeeds when nothing of the upload is left. */
    Future<Void> abort(Throwable cause) {
        fail(cause);
        return quiet.future().compose(none -> {
            Future<MultipartUpload> begun = upload;
            return begun == null
                    ? Future.succeededFuture()
                    : begun.transform(
                            result -> result.failed() ? Future.succeededFuture() : bucket.abort(result.result()));
        });
    }

    @Override
    public synchronized boolean writeQueueFull() {
        return failure == null && (current == null || !unplaced.isEmpty());
    }

    @Override
    public synchronized PartsSink drainHandler(@Nullable Handler<Void> handler) {
        drainHandler = handler;
        return this;
    }

    @Override
    public PartsSink exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public PartsSink setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    /** It may call itself: a place that is free at once comes back here. So each turn looks at what is left then. */
    private void place() {
        while (current != null && !unplaced.isEmpty()) {
            Buffer next = unplaced.element();
            placed += current.append(next, placed);
            if (placed == next.length()) {
                placed = 0;
                unplaced.remove();
            }
            if (current.isFull()) {
                send(current);
                current = null;
                acquire();
            }
        }
    }

    private void acquire() {
        if (current == null && !acquiring && !finishing && failure == null && inFlight < MOST_IN_FLIGHT) {
            acquiring = true;
            memory.acquire().onSuccess(free -> acquired()).onFailure(this::fail);
        }
    }

    private void acquired() {
        Handler<Void> toDrain = null;
        synchronized (this) {
            acquiring = false;
            if (failure != null || finishing) {
                memory.release();
            } else {
                current = new PartBuffer(UploadMemory.PART_BYTES);
                place();
                toDrain = writeQueueFull() ? null : drainHandler;
                finishIfAllIsPlaced();
            }
        }
        if (toDrain != null) {
            toDrain.handle(null);
        }
    }

    private void send(PartBuffer part) {
        inFlight++;
        parts++;
        int number = parts;
        if (upload == null) {
            upload = bucket.begin(key, metadata);
        }
        upload.compose(begun -> bucket.sendPart(
                        UploadPartRequest.builder()
                                .key(key)
                                .uploadId(begun.id())
                                .partNumber(number)
                                .build(),
                        part.body()))
                .onComplete(done -> {
                    memory.release();
                    if (done.failed()) {
                        fail(done.cause());
                    }
                    arrived(done.result());
                });
    }

    private synchronized void arrived(@Nullable PartTag part) {
        inFlight--;
        if (failure != null) {
            quietIfNothingMoves();
            return;
        }
        if (part != null) {
            sent.add(part);
        }
        acquire();
        finishIfAllIsPlaced();
    }

    private void finishIfAllIsPlaced() {
        if (!ended || !unplaced.isEmpty() || failure != null) {
            return;
        }
        boolean first = !finishing;
        finishing = true;
        PartBuffer last = current;
        current = null;
        if (first && parts == 0 && last != null) {
            storeWhole(last);
            return;
        }
        if (last != null && last.length() > 0) {
            send(last);
        } else if (last != null) {
            memory.release();
        }
        if (inFlight == 0 && upload != null) {
            List<PartTag> all = sent.stream()
                    .sorted(Comparator.comparingInt(PartTag::number))
                    .toList();
            upload.compose(begun -> bucket.complete(begun, all)).onComplete(this::settled);
        }
    }

    private void storeWhole(PartBuffer whole) {
        inFlight++;
        bucket.put(key, metadata, whole.body()).onComplete(done -> {
            memory.release();
            synchronized (this) {
                inFlight--;
            }
            settled(done);
        });
    }

    private void settled(io.vertx.core.AsyncResult<Void> done) {
        if (done.failed()) {
            fail(done.cause());
        } else {
            stored.tryComplete();
        }
    }

    private void fail(Throwable cause) {
        Handler<Void> toDrain;
        synchronized (this) {
            if (failure == null) {
                failure = cause;
                unplaced.clear();
                if (current != null) {
                    current = null;
                    memory.release();
                }
            }
            quietIfNothingMoves();
            toDrain = drainHandler;
        }
        stored.tryFail(cause);
        if (toDrain != null) {
            // The source goes on, so that its next write learns of the failure.
            toDrain.handle(null);
        }
    }

    private void quietIfNothingMoves() {
        if (inFlight == 0) {
            quiet.tryComplete();
        }
    }
}
