package co.anb.showcase.api.job;

import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.jobs.Job;
import co.anb.showcase.shared.jobs.JobState;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.AccessToken;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /api/jobs/{task_id}} for the player, {@code /api/admin/*} for operators. */
public final class JobRoutes {

    private static final String JOB = "/api/jobs/:task_id";
    private static final String ADMIN_JOBS = "/api/admin/jobs";
    private static final String RETRY = "/api/admin/jobs/:id/retry";
    private static final String REPLAY = "/api/admin/dlq/replay";
    private static final List<String> STATES =
            Arrays.stream(JobState.values()).map(JobState::text).toList();

    private final Edge edge;
    private final BearerAuth auth;
    private final JobService jobs;

    /** The routes of one verticle instance. */
    public JobRoutes(Edge edge, BearerAuth auth, JobService jobs) {
        this.edge = edge;
        this.auth = auth;
        this.jobs = jobs;
    }

    /** Binds the operations. */
    public void mount(Router router) {
        router.get(JOB).handler(auth.required()).handler(edge.reply(this::find));
        forAdmins(router.get(ADMIN_JOBS), this::list);
        forAdmins(router.post(RETRY), this::retry);
        forAdmins(router.post(REPLAY), this::replay);
    }

    private void forAdmins(Route route, Function<RoutingContext, Future<Reply>> operation) {
        route.handler(auth.required())
                .handler(BearerAuth.role(AccessToken.ADMIN))
                .handler(edge.reply(operation));
    }

    private Future<Reply> find(RoutingContext ctx) {
        return jobs.find(BearerAuth.token(ctx), id(ctx, "task_id"))
                .map(job -> Reply.ok(new JsonObject()
                        .put("task_id", job.id().toString())
                        .put("video_id", job.videoId().toString())
                        .put("status", job.videoStatus())
                        .put("stage", job.stage().orElse(null))
                        .put("progress", job.percent())
                        .put("attempts", job.attempts())
                        .put("error", job.error().orElse(null))));
    }

    private Future<Reply> list(RoutingContext ctx) {
        Optional<JobState> state = Params.oneOf(ctx, "state", STATES).map(JobState::of);
        int limit = Params.integer(ctx, "limit", 1, 100, 50);
        int offset = Params.integer(ctx, "offset", 0, Integer.MAX_VALUE, 0);
        return jobs.list(state, limit, offset)
                .map(found -> Reply.ok(
                        new JsonArray(found.stream().map(JobRoutes::adminView).toList())));
    }

    private Future<Reply> retry(RoutingContext ctx) {
        return jobs.retry(id(ctx, "id")).map(job -> Reply.ok(adminView(job)));
    }

    private Future<Reply> replay(RoutingContext ctx) {
        return jobs.replayDeadLetters()
                .map(done -> Reply.ok(new JsonObject()
                        .put("replayed", done.replayed())
                        .put("skipped", done.skipped())
                        .put("remaining", done.remaining())));
    }

    private static JsonObject adminView(Job job) {
        return new JsonObject()
                .put("task_id", job.id().toString())
                .put("video_id", job.videoId().toString())
                .put("state", job.state().text())
                .put("attempts", job.attempts())
                .put("error", job.error().orElse(null));
    }

    private static JobId id(RoutingContext ctx, String name) {
        return new JobId(Params.id(ctx, name, ProblemType.JOB_NOT_FOUND));
    }
}
