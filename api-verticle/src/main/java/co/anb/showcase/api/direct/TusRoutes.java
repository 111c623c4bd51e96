package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.AcceptedUpload;
import co.anb.showcase.api.upload.NewUpload;
import co.anb.showcase.api.upload.UploadConfig;
import co.anb.showcase.api.upload.UploadMetrics;
import co.anb.showcase.api.upload.UploadReply;
import co.anb.showcase.shared.http.Consent;
import co.anb.showcase.shared.http.Correlation;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * tus 1.0 under {@code /api/videos/tus}: core protocol, creation, expiration, termination. A request may reach any
 * node.
 */
final class TusRoutes {

    private static final String ALL = "/api/videos/tus";
    private static final String ONE = ALL + "/:upload_id";

    private final Edge edge;
    private final BearerAuth auth;
    private final Handler<RoutingContext> limit;
    private final SessionService sessions;
    private final TusService tus;
    private final UploadConfig config;
    private final UploadMetrics metrics;
    private final UnderWay underWay;

    TusRoutes(Edge edge, BearerAuth auth, Handler<RoutingContext> limit, DirectUploads uploads) {
        this.edge = edge;
        this.auth = auth;
        this.limit = limit;
        this.sessions = uploads.sessions();
        this.tus = uploads.tus();
        this.config = uploads.config();
        this.metrics = uploads.metrics();
        this.underWay = uploads.underWay();
    }

    void mount(Router router) {
        Handler<RoutingContext> append = edge.replyWithoutDeadline(this::append);
        Handler<RoutingContext> end = edge.reply(this::end);
        router.options(ALL)
                .handler(edge.reply(ctx -> Future.succeededFuture(TusHeaders.capabilities(config.maxBytes()))));
        guarded(router.post(ALL)).handler(limit).handler(edge.reply(this::create));
        guarded(router.head(ONE)).handler(edge.reply(this::show));
        guarded(router.patch(ONE)).handler(append);
        guarded(router.delete(ONE)).handler(end);
        guarded(router.post(ONE)).handler(ctx -> override(ctx, append, end));
    }

    private Route guarded(Route route) {
        return route.handler(TusHeaders::agree).handler(auth.required());
    }

    private Future<Reply> create(RoutingContext ctx) {
        long size = TusHeaders.number(ctx, TusHeaders.LENGTH);
        if (size == 0) {
            throw ProblemException.of(ProblemType.FILE_SIZE_EXCEEDED, "upload.empty");
        }
        if (size > config.maxBytes()) {
            throw ProblemException.of(ProblemType.PAYLOAD_TOO_LARGE, "upload.too-large", config.maxBytes() >> 20);
        }
        NewUpload upload = new NewUpload(BearerAuth.token(ctx), Optional.empty(), Correlation.id(ctx));
        Announcement announced = new Announcement(
                upload, UploadMode.TUS, TusHeaders.title(ctx), Params.header(ctx, TusHeaders.METADATA), size);
        return sessions.begin(announced, (tx, session) -> Future.succeededFuture())
                .map(session -> Reply.empty(201)
                        .header("Location", ALL + "/" + session.id())
                        .header(TusHeaders.EXPIRES, TusHeaders.date(session.expiresAt())));
    }

    private Future<Reply> show(RoutingContext ctx) {
        NewUpload upload = upload(ctx);
        return sessions.open(upload, id(ctx), UploadMode.TUS)
                .map(TusRoutes::state)
                .recover(failure -> ProblemException.is(ProblemType.CONFLICT, failure)
                        ? sessions.finished(upload).compose(this::finalState)
                        : Future.failedFuture(failure));
    }

    private static Reply state(UploadSession session) {
        Reply reply = progress(Reply.empty(200), session.receivedBytes(), session.sizeBytes())
                .header(TusHeaders.EXPIRES, TusHeaders.date(session.expiresAt()));
        return session.metadata()
                .map(metadata -> reply.header(TusHeaders.METADATA, metadata))
                .orElse(reply);
    }

    /** A client that missed the last answer learns here that nothing is missing, and where the video is. */
    private Future<Reply> finalState(Optional<AcceptedUpload> known) {
        AcceptedUpload accepted = known.orElseThrow(TusRoutes::notFound);
        return tus.sizeOf(accepted).map(size -> {
            long bytes = size.orElseThrow(TusRoutes::notFound);
            return progress(Reply.empty(200), bytes, bytes).header("Location", UploadReply.location(accepted));
        });
    }

    private Future<Reply> append(RoutingContext ctx) {
        ctx.request().pause();
        UUID id = id(ctx);
        TusHeaders.requireBytes(ctx);
        long offset = TusHeaders.number(ctx, TusHeaders.OFFSET);
        NewUpload upload = upload(ctx);
        Timer.Sample sample = metrics.begin();
        return sessions.open(upload, id, UploadMode.TUS)
                .compose(session -> append(ctx, upload, session, offset))
                .onFailure(metrics::failed)
                .onSuccess(appended -> count(sample, appended))
                .map(TusRoutes::appended);
    }

    private Future<Appended> append(RoutingContext ctx, NewUpload upload, UploadSession session, long offset) {
        if (offset != session.receivedBytes()) {
            return Future.failedFuture(ProblemException.of(ProblemType.CONFLICT)
                    .withHeader(TusHeaders.OFFSET, Long.toString(session.receivedBytes())));
        }
        PatchBody body = new PatchBody(ctx.vertx(), ctx.request(), session.missingBytes(), config.timeout());
        if (body.isTooLong()) {
            body.close();
            return Future.failedFuture(ProblemException.of(ProblemType.PAYLOAD_TOO_LARGE));
        }
        Consent.give(ctx);
        return underWay.note(tus.append(upload, session, body, ctx.vertx().getOrCreateContext()))
                .onComplete(done -> body.close());
    }

    private void count(Timer.Sample sample, Appended appended) {
        if (appended.accepted().isPresent()) {
            metrics.accepted(sample, appended.session().sizeBytes());
        } else {
            metrics.appended();
        }
    }

    private static Reply appended(Appended appended) {
        Reply reply = Reply.noContent().header(TusHeaders.OFFSET, Long.toString(appended.offset()));
        return appended.accepted()
                .map(accepted -> reply.header("Location", UploadReply.location(accepted)))
                .orElseGet(() -> reply.header(
                        TusHeaders.EXPIRES, TusHeaders.date(appended.session().expiresAt())));
    }

    private Future<Reply> end(RoutingContext ctx) {
        return sessions.open(upload(ctx), id(ctx), UploadMode.TUS)
                .compose(sessions::end)
                .map(Reply.noContent());
    }

    /**
     * For clients that can't send every method: the header {@code X-HTTP-Method-Override} names the one that is meant.
     */
    private static void override(RoutingContext ctx, Handler<RoutingContext> append, Handler<RoutingContext> end) {
        switch (Params.header(ctx, "X-HTTP-Method-Override").orElse("").toUpperCase(Locale.ROOT)) {
            case "PATCH" -> append.handle(ctx);
            case "DELETE" -> end.handle(ctx);
            default ->
                ctx.fail(
                        ProblemException.of(ProblemType.METHOD_NOT_ALLOWED).withHeader("Allow", "DELETE, HEAD, PATCH"));
        }
    }

    private static Reply progress(Reply reply, long offset, long size) {
        return reply.header(TusHeaders.OFFSET, Long.toString(offset)).header(TusHeaders.LENGTH, Long.toString(size));
    }

    private static NewUpload upload(RoutingContext ctx) {
        return NewUpload.ofSession(BearerAuth.token(ctx), id(ctx), Correlation.id(ctx));
    }

    private static UUID id(RoutingContext ctx) {
        return Params.id(ctx, "upload_id", ProblemType.UPLOAD_NOT_FOUND);
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemType.UPLOAD_NOT_FOUND);
    }
}
