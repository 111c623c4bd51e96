package co.anb.showcase.api.vote;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code POST} and {@code DELETE /api/public/videos/{id}/vote}. */
public final class VoteRoutes {

    private static final String VOTE = "/api/public/videos/:id/vote";

    private final Edge edge;
    private final BearerAuth auth;
    private final VoteService votes;
    private final Handler<RoutingContext> limit;

    /**
     * Routes over a service.
     *
     * @param limit how often one user may try
     */
    public VoteRoutes(Edge edge, BearerAuth auth, VoteService votes, Handler<RoutingContext> limit) {
        this.edge = edge;
        this.auth = auth;
        this.votes = votes;
        this.limit = limit;
    }

    /** Binds the operations. */
    public void mount(Router router) {
        router.post(VOTE).handler(auth.required()).handler(limit).handler(edge.reply(this::cast));
        router.delete(VOTE).handler(auth.required()).handler(limit).handler(edge.reply(this::withdraw));
    }

    private Future<Reply> cast(RoutingContext ctx) {
        UserId voter = BearerAuth.token(ctx).userId();
        return votes.cast(video(ctx, ProblemType.VIDEO_NOT_FOUND), voter).map(VoteRoutes::reply);
    }

    private Future<Reply> withdraw(RoutingContext ctx) {
        UserId voter = BearerAuth.token(ctx).userId();
        return votes.withdraw(video(ctx, ProblemType.VOTE_NOT_FOUND), voter).map(withdrawn -> {
            if (withdrawn) {
                return Reply.noContent();
            }
            throw ProblemException.of(ProblemType.VOTE_NOT_FOUND);
        });
    }

    private static Reply reply(VoteOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> Reply.ok(new JsonObject().put("message", "Voto registrado exitosamente."));
            case ALREADY_VOTED -> throw ProblemException.of(ProblemType.ALREADY_VOTED);
            case OWN_VIDEO -> throw ProblemException.of(ProblemType.OWN_VIDEO);
            case VIDEO_NOT_FOUND -> throw ProblemException.of(ProblemType.VIDEO_NOT_FOUND);
        };
    }

    private static VideoId video(RoutingContext ctx, ProblemType notFound) {
        return new VideoId(Params.id(ctx, "id", notFound));
    }
}
