package co.anb.showcase.api.vote;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.FastLane;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Prepared;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.limit.RateLimit;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code POST} and {@code DELETE /api/public/videos/{id}/vote}. */
public final class VoteRoutes {

    private static final String BEFORE_ID = "/api/public/videos/";
    private static final String AFTER_ID = "/vote";
    private static final String VOTE = BEFORE_ID + ":id" + AFTER_ID;
    private static final int LENGTH = BEFORE_ID.length() + Ids.LENGTH + AFTER_ID.length();

    private final Edge edge;
    private final BearerAuth auth;
    private final VoteService votes;
    private final RateLimit<UserId> limit;
    private final VoteAnswers answers;

    /**
     * Routes over a service.
     *
     * @param limit how often one user may try
     */
    public VoteRoutes(Edge edge, BearerAuth auth, VoteService votes, RateLimit<UserId> limit) {
        this.edge = edge;
        this.auth = auth;
        this.votes = votes;
        this.limit = limit;
        this.answers = new VoteAnswers(VOTE, limit);
    }

    /** Binds the operations. */
    public void mount(Router router) {
        Handler<RoutingContext> limited = limit.by(ctx -> BearerAuth.token(ctx).userId());
        router.post(VOTE).handler(auth.required()).handler(limited).handler(edge.reply(this::cast));
        router.delete(VOTE).handler(auth.required()).handler(limited).handler(edge.reply(this::withdraw));
    }

    /**
     * Takes the votes of callers who were verified before: on the night of the final, nearly all requests. Nothing here
     * is for first comers or decides otherwise than the route.
     */
    public Optional<FastLane.Taken> lane(HttpServerRequest request) {
        if (!HttpMethod.POST.equals(request.method())) {
            return Optional.empty();
        }
        return video(request.uri())
                .flatMap(video -> auth.remembered(request).map(token -> take(request, video, token.userId())));
    }

    private FastLane.Taken take(HttpServerRequest request, VideoId video, UserId voter) {
        RateLimit.Standing standing = limit.count(voter);
        Future<Prepared> answer = standing.refusal()
                .<Future<Prepared>>map(Future::failedFuture)
                .orElseGet(() -> votes.cast(video, voter).map(outcome -> {
                    requireCounted(outcome);
                    return answers.counted(standing);
                }));
        return new FastLane.Taken(
                VOTE,
                answer.onFailure(refused -> limit.headers(standing)
                        .forEach((name, value) -> request.response().putHeader(name, value))));
    }

    /** Of a URI that is just this route's path; what is odd about another one the router knows. */
    private static Optional<VideoId> video(String uri) {
        return uri.length() == LENGTH && uri.startsWith(BEFORE_ID) && uri.endsWith(AFTER_ID)
                ? Ids.parse(uri.substring(BEFORE_ID.length(), LENGTH - AFTER_ID.length()))
                        .map(VideoId::new)
                : Optional.empty();
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
        requireCounted(outcome);
        return Reply.ok(VoteAnswers.counted());
    }

    private static void requireCounted(VoteOutcome outcome) {
        switch (outcome) {
            case ACCEPTED -> {}
            case ALREADY_VOTED -> throw ProblemException.of(ProblemType.ALREADY_VOTED);
            case OWN_VIDEO -> throw ProblemException.of(ProblemType.OWN_VIDEO);
            case VIDEO_NOT_FOUND -> throw ProblemException.of(ProblemType.VIDEO_NOT_FOUND);
        }
    }

    private static VideoId video(RoutingContext ctx, ProblemType notFound) {
        return new VideoId(Params.id(ctx, "id", notFound));
    }
}
