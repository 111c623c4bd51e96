package co.anb.showcase.api.upload;

import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One multipart body (RFC 7578) while it comes in, its parts in any order: the file as a stream, the title once the
 * body has ended. The first thing that is wrong ends it; from then on the decoder is off and what still comes is thrown
 * away. Text fields that we don't know are passed over, files that we don't know are refused.
 */
final class MultipartReception {

    private static final Set<String> FILE_PARTS = Set.of("video_file", "file", "video");
    private static final String TITLE = "title";
    private static final int LONGEST_TITLE = 255;

    private final HttpServerRequest request;
    private final UploadConfig config;
    private final Vertx vertx;
    private final Context context;
    private final Promise<ReceivedFile> file = Promise.promise();
    private final Promise<String> title = Promise.promise();
    private @Nullable ReceivedFile current;
    private @Nullable Throwable failure;
    private long bodyBytes;
    private long timer = -1;

    private MultipartReception(Vertx vertx, HttpServerRequest request, UploadConfig config) {
        this.vertx = vertx;
        this.request = request;
        this.config = config;
        this.context = vertx.getOrCreateContext();
    }

    /**
     * Begins to read a paused request, on its own context.
     *
     * @throws ProblemException VALIDATION_ERROR when the content type has no usable boundary
     */
    static MultipartReception of(Vertx vertx, HttpServerRequest request, UploadConfig config) {
        MultipartReception reception = new MultipartReception(vertx, request, config);
        reception.start();
        return reception;
    }

    /** The problem of a body that is not what its content type says. */
    static ProblemException malformed() {
        return ProblemException.of(ProblemType.VALIDATION_ERROR, "upload.malformed");
    }

    /** The file as soon as it begins; fails when the body ends without one or is ended by a failure. */
    Future<ReceivedFile> file() {
        return file.future();
    }

    /** The title, once the whole body was read. */
    Future<String> title() {
        return title.future();
    }

    /** Ends the reading with a failure: the file's stream and both futures fail, unless they were complete. */
    void abort(Throwable cause) {
        if (failure != null) {
            return;
        }
        failure = cause;
        vertx.cancelTimer(timer);
        if (current != null) {
            current.fail(cause);
        }
        // Not at once: the decoder may be the caller. But before anybody answers, and then reads on in another way.
        context.runOnContext(later -> stopDecoding());
        file.tryFail(cause);
        title.tryFail(cause);
    }

    private void start() {
        try {
            request.setExpectMultipart(true);
        } catch (IllegalStateException | DecoderException e) {
            throw malformed();
        }
        request.uploadHandler(this::begin);
        request.handler(this::count);
        request.exceptionHandler(this::broken);
        request.endHandler(end -> finish());
        timer = vertx.setTimer(
                config.timeout().toMillis(), late -> abort(ProblemException.of(ProblemType.REQUEST_TIMEOUT)));
        request.resume();
    }

    private void begin(HttpServerFileUpload part) {
        if (failure != null) {
            return;
        }
        if (!FILE_PARTS.contains(part.name())) {
            abort(ProblemException.invalid("#/" + part.name(), "upload.unknown-file"));
        } else if (current != null) {
            abort(ProblemException.invalid("#/" + part.name(), "upload.second-file"));
        } else {
            current = new ReceivedFile(part, part.filename(), config.maxBytes(), config.tooLarge(), context);
            file.tryComplete(current);
        }
    }

    private void count(Buffer data) {
        bodyBytes += data.length();
        if (bodyBytes > config.maxBodyBytes()) {
            abort(config.tooLarge());
        }
    }

    private void broken(Throwable cause) {
        abort(cause instanceof DecoderException ? malformed() : cause);
    }

    private void finish() {
        vertx.cancelTimer(timer);
        if (failure != null) {
            return;
        }
        if (current != null) {
            current.bodyEnded();
        }
        try {
            title.tryComplete(readFields());
        } catch (ProblemException e) {
            abort(e);
        }
    }

    private String readFields() {
        List<String> titles = request.formAttributes().getAll(TITLE);
        JsonObject fields = new JsonObject();
        if (titles.size() == 1) {
            fields.put(TITLE, titles.get(0));
        }
        Body body = Body.of(fields);
        if (titles.size() > 1) {
            body.reject(TITLE, "field.invalid");
        }
        String text = body.text(TITLE, 1, LONGEST_TITLE);
        if (current == null) {
            body.reject("video_file", "field.required");
        }
        body.check();
        return text;
    }

    private void stopDecoding() {
        if (!request.isEnded()) {
            request.uploadHandler(null);
            request.handler(null);
            request.setExpectMultipart(false);
            request.resume();
        }
    }
}
