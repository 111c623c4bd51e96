package co.anb.showcase.auth.token;

import co.anb.showcase.auth.edge.Paths;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** HTTP for the public keys (RFC 7517 §5). */
public final class KeySetRoutes {

    private final Edge edge;
    private final SigningKeys keys;
    private final String cacheControl;

    /** The routes of one verticle instance. */
    public KeySetRoutes(Edge edge, SigningKeys keys, KeyConfig config) {
        this.edge = edge;
        this.keys = keys;
        this.cacheControl = "public, max-age=" + config.cacheTime().toSeconds();
    }

    /** Mounts them. */
    public void mount(Router router) {
        router.get(Paths.KEY_SET).handler(edge.reply(this::keySet));
    }

    private Future<Reply> keySet(RoutingContext ctx) {
        KeyRing ring = keys.ring();
        if (ring.isEmpty()) {
            return Future.failedFuture(ProblemException.of(ProblemType.SERVICE_UNAVAILABLE));
        }
        boolean known =
                Params.header(ctx, "If-None-Match").filter(ring.etag()::equals).isPresent();
        Reply reply = known ? new Reply(304, null, null, Map.of()) : Reply.content("application/json", ring.document());
        return Future.succeededFuture(reply.header("ETag", ring.etag()).header("Cache-Control", cacheControl));
    }
}
