package co.anb.showcase.auth.account;

import co.anb.showcase.auth.edge.Paths;
import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** HTTP for signing up. */
public final class AccountRoutes {

    /** Clients compare it. */
    private static final String CREATED = "Usuario creado exitosamente.";

    private final Edge edge;
    private final AccountService service;
    private final Handler<RoutingContext> limit;

    /**
     * The routes of one verticle instance.
     *
     * @param limit how many sign-ups one address may ask for
     */
    public AccountRoutes(Edge edge, AccountService service, Handler<RoutingContext> limit) {
        this.edge = edge;
        this.service = service;
        this.limit = limit;
    }

    /** Mounts them under both prefixes. */
    public void mount(Router router) {
        Paths.both(Paths.SIGN_UP)
                .forEach(path ->
                        router.post(path).handler(limit).handler(edge.json()).handler(edge.reply(this::signUp)));
    }

    private Future<Reply> signUp(RoutingContext ctx) {
        SignUp signUp = SignUp.from(Body.of(ctx));
        return service.signUp(signUp).map(AccountRoutes::created);
    }

    private static Reply created(Account account) {
        JsonObject body = account.toJson().put("message", CREATED);
        body.remove("roles");
        body.remove("created_at");
        return Reply.of(201, body);
    }
}
