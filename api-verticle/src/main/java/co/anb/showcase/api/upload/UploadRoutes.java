package co.anb.showcase.api.upload;

import co.anb.showcase.shared.http.Consent;
import co.anb.showcase.shared.http.Correlation;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POST /api/videos/upload} and {@code POST /api/videos}. There is no body handler on these routes: what can be
 * known from the headers is answered before a byte of the body is asked for (RFC 9110 §10.1.1), and the body flows from
 * the socket to the storage.
 */
public final class UploadRoutes {

    /** With a boundary of 1 to 70 characters (RFC 2046 §5.1.1). */
    private static final Pattern MULTIPART = Pattern.compile(
            "multipart/form-data\\s*;(?:[^;]*;)*?\\s*boundary=(?:\"[^\"]{1,70}\"|[^\\s\";,]{1,70})\\s*(?:;.*)?",
            Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_KEY = 255;

    private final Edge edge;
    private final BearerAuth auth;
    private final UploadService service;
    private final UploadConfig config;
    private final UploadMetrics metrics;
    private final Handler<RoutingContext> limit;

    /**
     * The routes of one verticle instance.
     *
     * @param limit how often one player may try
     */
    public UploadRoutes(
            Edge edge,
            BearerAuth auth,
            UploadService service,
            UploadConfig config,
            UploadMetrics metrics,
            Handler<RoutingContext> limit) {
        this.edge = edge;
        this.auth = auth;
        this.service = service;
        this.config = config;
        this.metrics = metrics;
        this.limit = limit;
    }

    /** Binds both paths. */
    public void mount(Router router) {
        router.post("/api/videos/upload")
                .handler(auth.required())
                .handler(limit)
                .handler(edge.replyWithoutDeadline(this::upload));
        router.post("/api/videos")
                .handler(auth.required())
                .handler(limit)
                .handler(edge.replyWithoutDeadline(this::upload));
    }

    private Future<Reply> upload(RoutingContext ctx) {
        ctx.request().pause();
        requireUsableHead(ctx);
        NewUpload upload = new NewUpload(BearerAuth.token(ctx), idempotencyKey(ctx), Correlation.id(ctx));
        Timer.Sample sample = metrics.begin();
        return service.admit(upload)
                .compose(known -> known.isPresent() ? replay(known.get()) : receive(ctx, upload, sample))
                .onFailure(metrics::failed)
                .map(UploadReply::created);
    }

    private Future<AcceptedUpload> replay(AcceptedUpload earlier) {
        metrics.replayed();
        return Future.succeededFuture(earlier);
    }

    private Future<AcceptedUpload> receive(RoutingContext ctx, NewUpload upload, Timer.Sample sample) {
        HttpServerRequest request = ctx.request();
        if (request.response().closed()) {
            return Future.failedFuture(new IOException("the client has left"));
        }
        Consent.give(ctx);
        MultipartReception reception = MultipartReception.of(ctx.vertx(), request, config);
        Future<StoredUpload> stored =
                reception.file().compose(file -> service.store(upload.player().userId(), file.fileName(), file));
        Future<String> title = reception.title();
        return Future.all(stored, title)
                .compose(both -> service.record(upload, title.result(), stored.result()))
                .onSuccess(accepted -> metrics.accepted(sample, stored.result().sizeBytes()))
                .onFailure(cause -> {
                    reception.abort(cause);
                    stored.onSuccess(service::release);
                });
    }

    /** What is wrong for sure before the first byte. */
    private void requireUsableHead(RoutingContext ctx) {
        String contentType = Params.header(ctx, "Content-Type").orElse("");
        if (!MULTIPART.matcher(contentType).matches()) {
            throw ProblemException.invalid("#", "upload.not-multipart");
        }
        boolean tooLarge = Params.header(ctx, "Content-Length")
                .map(UploadRoutes::bytes)
                .filter(length -> length > config.maxBodyBytes())
                .isPresent();
        if (tooLarge) {
            throw config.tooLarge();
        }
    }

    /** Netty has refused what is not a number of up to 63 bits. */
    private static long bytes(String contentLength) {
        return Long.parseLong(contentLength.strip());
    }

    private static Optional<String> idempotencyKey(RoutingContext ctx) {
        Optional<String> key = Params.header(ctx, "Idempotency-Key");
        if (key.isPresent() && (key.get().isBlank() || key.get().length() > LONGEST_KEY)) {
            throw ProblemException.invalid("Idempotency-Key", "field.length", 1, LONGEST_KEY);
        }
        return key;
    }
}
