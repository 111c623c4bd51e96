package co.anb.showcase.auth.session;

import co.anb.showcase.auth.edge.Paths;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.time.Clock;

/** HTTP for the list that other services poll. Outside {@code /api} and {@code /auth}: no load balancer routes it. */
public final class RevocationRoutes {

    private static final int MAX_DIGITS = 19;

    private final Edge edge;
    private final Pool pool;
    private final RevocationRepository revocations;
    private final Clock clock;

    /** The routes of one verticle instance. */
    public RevocationRoutes(Edge edge, Pool pool, RevocationRepository revocations, Clock clock) {
        this.edge = edge;
        this.pool = pool;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Mounts them. */
    public void mount(Router router) {
        router.get(Paths.REVOCATIONS).handler(edge.reply(this::read));
    }

    private Future<Reply> read(RoutingContext ctx) {
        return revocations.read(pool, after(ctx), clock.instant()).map(RevocationRoutes::reply);
    }

    private static Reply reply(RevocationRepository.News news) {
        JsonArray entries = new JsonArray();
        news.entries().forEach(entry -> entries.add(entry.toJson()));
        return Reply.ok(new JsonObject().put("revocations", entries).put("seq", news.sequence()));
    }

    private static long after(RoutingContext ctx) {
        String text = Params.text(ctx, "after", MAX_DIGITS).orElse("0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Params.invalid("after", "field.number");
        }
    }
}
