package co.anb.showcase.api.upload;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of an upload on its way from the socket to the storage: judged by its first bytes, counted while it flows.
 * It fails as soon as it can't be accepted, and whatever still comes is thrown away. It is used on one context only,
 * and paused when it is made.
 */
public final class ReceivedFile implements ReadStream<Buffer> {

    private final ReadStream<Buffer> part;
    private final String fileName;
    private final long maxBytes;
    private final ProblemException excess;
    private final Context context;

    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Buffer head = Buffer.buffer();
    private @Nullable Throwable failure;
    private long sizeBytes;
    private boolean paused = true;
    /** Counts pauses and resumes, so that a question about an earlier one is known to be stale. */
    private long turn;

    private boolean ended;
    private boolean bodyEnded;

    /**
     * A file.
     *
     * @param part the bytes, as a multipart decoder or a request gives them
     * @param fileName as the client calls it
     * @param maxBytes more fail
     * @param excess what they fail with
     */
    public ReceivedFile(
            ReadStream<Buffer> part, String fileName, long maxBytes, ProblemException excess, Context context) {
        this.part = part;
        this.fileName = fileName;
        this.maxBytes = maxBytes;
        this.excess = excess;
        this.context = context;
        part.pause();
        part.handler(this::receive);
        part.endHandler(end -> finish());
    }

    String fileName() {
        return fileName;
    }

    /** Ends the file with a failure, unless it has ended. */
    public void fail(Throwable cause) {
        if (ended || failure != null) {
            return;
        }
        failure = cause;
        head = null;
        part.handler(null);
        part.resume();
        if (exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }

    /**
     * The request's body has ended. When the part has not, then its last boundary is missing; but what has come may
     * still wait here for the storage.
     */
    void bodyEnded() {
        bodyEnded = true;
        failIfTruncated();
    }

    @Override
    public ReceivedFile exceptionHandler(@Nullable Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        if (newHandler != null && failure != null) {
            newHandler.handle(failure);
        }
        return this;
    }

    @Override
    public ReceivedFile handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public ReceivedFile endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public ReceivedFile pause() {
        if (failure == null) {
            paused = true;
            turn++;
            part.pause();
        }
        return this;
    }

    @Override
    public ReceivedFile resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReceivedFile fetch(long amount) {
        paused = false;
        turn++;
        part.fetch(amount);
        failIfTruncated();
        return this;
    }

    private void receive(Buffer data) {
        sizeBytes += data.length();
        if (sizeBytes > maxBytes) {
            fail(excess);
        } else if (head == null) {
            pass(data);
        } else {
            judge(head.appendBuffer(data));
        }
    }

    private void judge(Buffer start) {
        if (start.length() < Mp4Signature.BYTES) {
            return;
        }
        head = null;
        Optional<ProblemException> refusal = Mp4Signature.refusal(start);
        if (refusal.isPresent()) {
            fail(refusal.get());
        } else {
            pass(start);
        }
    }

    private void pass(Buffer data) {
        if (handler != null) {
            handler.handle(data);
        }
    }

    private void finish() {
        if (sizeBytes == 0) {
            fail(ProblemException.of(ProblemType.FILE_SIZE_EXCEEDED, "upload.empty"));
        } else if (head != null) {
            fail(ProblemException.of(ProblemType.INVALID_FILE_TYPE));
        } else if (failure == null) {
            ended = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    /**
     * What waits in the part is handed out on the context, so the question is put behind it. When the flow has stopped
     * or begun again in the meantime, more may wait, and the next beginning puts the question anew.
     */
    private void failIfTruncated() {
        if (!bodyEnded || ended || failure != null) {
            return;
        }
        long asked = turn;
        context.runOnContext(later -> {
            if (asked == turn && !paused) {
                fail(MultipartReception.malformed());
            }
        });
    }
}
