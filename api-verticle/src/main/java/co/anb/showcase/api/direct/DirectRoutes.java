package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.AcceptedUpload;
import co.anb.showcase.api.upload.NewUpload;
import co.anb.showcase.api.upload.ReceivedFile;
import co.anb.showcase.api.upload.StoredUpload;
import co.anb.showcase.api.upload.UploadConfig;
import co.anb.showcase.api.upload.UploadMetrics;
import co.anb.showcase.api.upload.UploadReply;
import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.http.Consent;
import co.anb.showcase.shared.http.Correlation;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.MultipartPort;
import co.anb.showcase.shared.storage.PartTag;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /api/videos/uploads} announces an upload; {@code PUT …/{upload_id}} brings the bytes of one, {@code POST
 * …/{upload_id}/complete} joins the parts of one.
 */
final class DirectRoutes {

    private static final String ALL = "/api/videos/uploads";
    private static final String ONE = ALL + "/:upload_id";
    private static final int LONGEST_TITLE = 255;
    private static final int LONGEST_TAG = 255;

    private final Edge edge;
    private final BearerAuth auth;
    private final Handler<RoutingContext> limit;
    private final SessionService sessions;
    private final PartsService parts;
    private final UploadConfig config;
    private final UploadMetrics metrics;

    DirectRoutes(Edge edge, BearerAuth auth, Handler<RoutingContext> limit, DirectUploads uploads) {
        this.edge = edge;
        this.auth = auth;
        this.limit = limit;
        this.sessions = uploads.sessions();
        this.parts = uploads.parts();
        this.config = uploads.config();
        this.metrics = uploads.metrics();
    }

    void mount(Router router) {
        router.post(ALL)
                .handler(auth.required())
                .handler(limit)
                .handler(edge.json())
                .handler(edge.reply(this::begin));
        router.put(ONE).handler(auth.required()).handler(edge.replyWithoutDeadline(this::put));
        router.post(ONE + "/complete")
                .handler(auth.required())
                .handler(edge.json())
                .handler(edge.replyWithoutDeadline(this::complete));
    }

    private Future<Reply> begin(RoutingContext ctx) {
        Body body = Body.of(ctx);
        String title = body.text("title", 1, LONGEST_TITLE);
        long size = body.number("size", 1, Long.MAX_VALUE);
        UploadMode mode = UploadMode.of(body.text("mode", 1, 16))
                .filter(one -> one != UploadMode.TUS)
                .orElseGet(() -> {
                    body.reject("mode", "field.invalid");
                    return UploadMode.RAW;
                });
        body.check();
        NewUpload upload = new NewUpload(BearerAuth.token(ctx), Optional.empty(), Correlation.id(ctx));
        Announcement announced = new Announcement(upload, mode, title, Optional.empty(), size);
        return mode == UploadMode.PARTS
                ? parts.begin(announced).map(DirectRoutes::links)
                : sessions.begin(announced, (tx, session) -> Future.succeededFuture())
                        .map(DirectRoutes::place);
    }

    private Future<Reply> put(RoutingContext ctx) {
        ctx.request().pause();
        UUID id = id(ctx);
        NewUpload upload = NewUpload.ofSession(BearerAuth.token(ctx), id, Correlation.id(ctx));
        Timer.Sample sample = metrics.begin();
        return sessions.open(upload, id, UploadMode.RAW)
                .compose(session -> receive(ctx, session)
                        .compose(stored -> record(upload, session, stored))
                        .onSuccess(accepted -> metrics.accepted(sample, session.sizeBytes())))
                .onFailure(metrics::failed)
                .map(UploadReply::created);
    }

    /**
     * Each request stores a file of its own, so that a second one at the same time can't change what the first sent.
     */
    private Future<StoredUpload> receive(RoutingContext ctx, UploadSession session) {
        HttpServerRequest request = ctx.request();
        ProblemException wrongSize = wrongSize(session);
        Optional<String> length = Params.header(ctx, "Content-Length").map(String::strip);
        if (length.isPresent() && !length.get().equals(Long.toString(session.sizeBytes()))) {
            return Future.failedFuture(wrongSize);
        }
        if (request.response().closed()) {
            return Future.failedFuture(new IOException("the client has left"));
        }
        if (request.isEnded()) {
            return Future.failedFuture(wrongSize);
        }
        ReceivedFile file = new ReceivedFile(
                request,
                session.title(),
                session.sizeBytes(),
                wrongSize,
                ctx.vertx().getOrCreateContext());
        request.exceptionHandler(file::fail);
        long timer = ctx.vertx()
                .setTimer(
                        config.timeout().toMillis(),
                        late -> file.fail(ProblemException.of(ProblemType.REQUEST_TIMEOUT)));
        Consent.give(ctx);
        return sessions.store(session, file).onComplete(done -> ctx.vertx().cancelTimer(timer));
    }

    private Future<AcceptedUpload> record(NewUpload upload, UploadSession session, StoredUpload stored) {
        Future<AcceptedUpload> recorded = stored.sizeBytes() == session.sizeBytes()
                ? sessions.finish(upload, session, stored)
                : Future.failedFuture(wrongSize(session));
        return recorded.onFailure(failure -> sessions.release(stored));
    }

    private Future<Reply> complete(RoutingContext ctx) {
        UUID id = id(ctx);
        List<PartTag> tags = tags(Body.of(ctx));
        NewUpload upload = NewUpload.ofSession(BearerAuth.token(ctx), id, Correlation.id(ctx));
        return parts.complete(upload, id, tags).map(UploadReply::created);
    }

    private static List<PartTag> tags(Body body) {
        List<PartTag> tags = new ArrayList<>();
        for (JsonObject object : body.objects("parts", MultipartPort.MAX_PARTS)) {
            Body part = Body.of(object);
            long number = part.number("number", 1, MultipartPort.MAX_PARTS);
            tags.add(new PartTag(Math.toIntExact(number), part.text("etag", 1, LONGEST_TAG)));
            part.check();
        }
        body.check();
        return tags;
    }

    private static ProblemException wrongSize(UploadSession session) {
        return ProblemException.of(ProblemType.VALIDATION_ERROR, "direct.wrong-size", session.sizeBytes());
    }

    private static UUID id(RoutingContext ctx) {
        return Params.id(ctx, "upload_id", ProblemType.UPLOAD_NOT_FOUND);
    }

    private static Reply place(UploadSession session) {
        String href = ALL + "/" + session.id();
        return Reply.created(href, common(session).put("href", href));
    }

    private static Reply links(PartLinks links) {
        JsonArray urls = new JsonArray();
        links.urls().forEach(url -> urls.add(url.toString()));
        JsonObject body =
                common(links.session()).put("part_size", links.partBytes()).put("urls", urls);
        return Reply.created(ALL + "/" + links.session().id(), body);
    }

    private static JsonObject common(UploadSession session) {
        return new JsonObject()
                .put("upload_id", session.id().toString())
                .put("expires_at", session.expiresAt().toString());
    }
}
