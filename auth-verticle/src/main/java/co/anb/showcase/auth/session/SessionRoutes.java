package co.anb.showcase.auth.session;

import co.anb.showcase.auth.account.EmailAddress;
import co.anb.showcase.auth.account.SignUp;
import co.anb.showcase.auth.edge.Paths;
import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.http.ClientAddress;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.UUID;

/** HTTP for logging in and for the sessions. */
public final class SessionRoutes {

    private static final int MAX_EMAIL_LENGTH = 254;
    private static final int MAX_ID_LENGTH = 64;

    private final Edge edge;
    private final SessionService service;
    private final CallerAuth auth;
    private final Handler<RoutingContext> limit;
    private final ClientAddress addresses;

    /**
     * The routes of one verticle instance.
     *
     * @param limit how many logins one address may ask for
     */
    public SessionRoutes(
            Edge edge,
            SessionService service,
            CallerAuth auth,
            Handler<RoutingContext> limit,
            ClientAddress addresses) {
        this.edge = edge;
        this.service = service;
        this.auth = auth;
        this.limit = limit;
        this.addresses = addresses;
    }

    /** Mounts them under a prefix each. */
    public void mount(Router router) {
        Paths.both(Paths.LOG_IN)
                .forEach(path ->
                        router.post(path).handler(limit).handler(edge.json()).handler(edge.reply(this::logIn)));
        Paths.both(Paths.REFRESH)
                .forEach(path -> router.post(path).handler(edge.json()).handler(edge.reply(this::refresh)));
        Paths.both(Paths.LOG_OUT)
                .forEach(path -> auth.require(router.post(path)).handler(edge.reply(this::logOut)));
        Paths.both(Paths.ME).forEach(path -> auth.require(router.get(path)).handler(edge.reply(this::me)));
        Paths.both(Paths.SESSIONS).forEach(path -> mountSessions(router, path));
        Paths.both(Paths.SESSION).forEach(path -> mountSession(router, path));
    }

    private void mountSessions(Router router, String path) {
        auth.require(router.get(path)).handler(edge.reply(this::list));
        auth.require(router.delete(path)).handler(edge.reply(this::endAll));
    }

    private void mountSession(Router router, String path) {
        auth.require(router.get(path)).handler(edge.reply(this::get));
        auth.require(router.delete(path)).handler(edge.reply(this::end));
    }

    private Future<Reply> logIn(RoutingContext ctx) {
        boolean isForm = isForm(ctx);
        Body body = isForm ? formBody(ctx) : Body.of(ctx);
        String email = body.text(isForm ? "username" : "email", 1, MAX_EMAIL_LENGTH);
        String password = body.verbatim("password", 1, SignUp.MAX_PASSWORD_BYTES);
        body.check();
        return service.logIn(EmailAddress.of(email), password, addresses.of(ctx))
                .map(tokens -> Reply.ok(tokens.toJson()));
    }

    private Future<Reply> refresh(RoutingContext ctx) {
        Body body = Body.of(ctx);
        String token = body.verbatim("refresh_token", 1, RefreshToken.MAX_LENGTH);
        body.check();
        return service.refresh(new RefreshToken(token)).map(tokens -> Reply.ok(tokens.toJson()));
    }

    private Future<Reply> logOut(RoutingContext ctx) {
        return service.logOut(CallerAuth.caller(ctx)).map(done -> Reply.noContent());
    }

    private Future<Reply> me(RoutingContext ctx) {
        return Future.succeededFuture(Reply.ok(CallerAuth.caller(ctx).account().toJson()));
    }

    private Future<Reply> list(RoutingContext ctx) {
        Caller caller = CallerAuth.caller(ctx);
        return service.list(caller, user(ctx)).map(sessions -> {
            JsonArray items = new JsonArray();
            sessions.forEach(session -> items.add(session.toJson(caller.sessionId())));
            return Reply.ok(items);
        });
    }

    private Future<Reply> endAll(RoutingContext ctx) {
        return service.endAll(CallerAuth.caller(ctx), user(ctx)).map(done -> Reply.noContent());
    }

    private Future<Reply> get(RoutingContext ctx) {
        Caller caller = CallerAuth.caller(ctx);
        return service.get(caller, user(ctx), sessionId(ctx))
                .map(session -> Reply.ok(session.toJson(caller.sessionId())));
    }

    private Future<Reply> end(RoutingContext ctx) {
        return service.end(CallerAuth.caller(ctx), user(ctx), sessionId(ctx)).map(done -> Reply.noContent());
    }

    private static UUID sessionId(RoutingContext ctx) {
        return Params.id(ctx, "id", ProblemType.SESSION_NOT_FOUND);
    }

    /** Whose sessions: the caller's unless the query names a user. A malformed id is answered as an unknown one. */
    private static UserId user(RoutingContext ctx) {
        return Params.text(ctx, "user_id", MAX_ID_LENGTH)
                .map(text -> new UserId(
                        Ids.parse(text).orElseThrow(() -> ProblemException.of(ProblemType.ACCOUNT_NOT_FOUND))))
                .orElseGet(() -> CallerAuth.caller(ctx).account().id());
    }

    private static boolean isForm(RoutingContext ctx) {
        String type = Params.header(ctx, "Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data");
    }

    private static Body formBody(RoutingContext ctx) {
        JsonObject members = new JsonObject();
        ctx.request().formAttributes().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
        return Body.of(members);
    }
}
