package co.anb.showcase.auth.administration;

import co.anb.showcase.auth.account.Account;
import co.anb.showcase.auth.edge.Paths;
import co.anb.showcase.auth.session.CallerAuth;
import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** HTTP for administrators. */
public final class AdministrationRoutes {

    private final Edge edge;
    private final AdministrationService service;
    private final CallerAuth auth;

    /** The routes of one verticle instance. */
    public AdministrationRoutes(Edge edge, AdministrationService service, CallerAuth auth) {
        this.edge = edge;
        this.service = service;
        this.auth = auth;
    }

    /** Mounts them under both prefixes. */
    public void mount(Router router) {
        Paths.both(Paths.ACCOUNT)
                .forEach(path -> auth.requireAdmin(router.patch(path).handler(edge.json()))
                        .handler(edge.reply(this::change)));
    }

    private Future<Reply> change(RoutingContext ctx) {
        UserId id = new UserId(Params.id(ctx, "id", ProblemType.ACCOUNT_NOT_FOUND));
        AccountChange change = AccountChange.from(Body.of(ctx));
        return service.change(id, change).map(Account::toJson).map(Reply::ok);
    }
}
