package co.anb.showcase.api.job;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.jobs.Job;
import co.anb.showcase.shared.jobs.JobRepository;
import co.anb.showcase.shared.jobs.JobState;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.AccessToken;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The progress of one's own job, and the administration of all. */
public final class JobRoutes {

    private static final List<String> STATES =
            Arrays.stream(JobState.values()).map(JobState::text).toList();

    private final Edge edge;
    private final BearerAuth auth;
    private final Pool pool;
    private final JobRepository jobs = new JobRepository();

    /** Routes over the core database. */
    public JobRoutes(Edge edge, BearerAuth auth, Pool pool) {
        this.edge = edge;
        this.auth = auth;
        this.pool = pool;
    }

    /** Binds the operations. */
    public void mount(Router router) {
        router.get("/api/jobs/:task_id").handler(auth.required()).handler(edge.reply(this::one));
        router.get("/api/admin/jobs")
                .handler(auth.required())
                .handler(BearerAuth.role(AccessToken.ADMIN))
                .handler(edge.reply(this::list));
        router.post("/api/admin/jobs/:id/retry")
                .handler(auth.required())
                .handler(BearerAuth.role(AccessToken.ADMIN))
                .handler(edge.reply(this::retry));
    }

    private Future<Reply> one(RoutingContext ctx) {
        JobId id = id(ctx, "task_id");
        AccessToken caller = BearerAuth.token(ctx);
        return find(id).map(job -> {
            if (!job.userId().equals(caller.userId()) && !caller.hasRole(AccessToken.ADMIN)) {
                throw ProblemException.of(ProblemType.FORBIDDEN);
            }
            return Reply.ok(forOwner(job));
        });
    }

    private Future<Reply> list(RoutingContext ctx) {
        Optional<JobState> state = Params.oneOf(ctx, "state", STATES).map(JobState::of);
        int limit = Params.integer(ctx, "limit", 1, 100, 50);
        int offset = Params.integer(ctx, "offset", 0, Integer.MAX_VALUE, 0);
        return jobs.list(pool, state, limit, offset).map(found -> {
            JsonArray array = new JsonArray();
            found.forEach(job -> array.add(forAdmin(job)));
            return Reply.ok(array);
        });
    }

    private Future<Reply> retry(RoutingContext ctx) {
        JobId id = id(ctx, "id");
        return jobs.retryFailed(pool, id)
                .compose(job -> job.map(Future::succeededFuture)
                        .orElseGet(() -> find(id).compose(
                                        there -> Future.failedFuture(ProblemException.of(ProblemType.JOB_NOT_FAILED)))))
                .onSuccess(job -> Events.JOB_DUE.publish(ctx.vertx().eventBus()))
                .map(job -> Reply.ok(forAdmin(job)));
    }

    private Future<Job> find(JobId id) {
        return jobs.find(pool, id).map(job -> job.orElseThrow(() -> ProblemException.of(ProblemType.JOB_NOT_FOUND)));
    }

    private static JobId id(RoutingContext ctx, String name) {
        return new JobId(Params.id(ctx, name, ProblemType.JOB_NOT_FOUND));
    }

    private static JsonObject forOwner(Job job) {
        return new JsonObject()
                .put("task_id", job.id().toString())
                .put("video_id", job.videoId().toString())
                .put("status", job.videoStatus())
                .put("stage", job.stage().orElse(null))
                .put("progress", job.percent())
                .put("attempts", job.attempts())
                .put("error", job.error().orElse(null));
    }

    private static JsonObject forAdmin(Job job) {
        return new JsonObject()
                .put("task_id", job.id().toString())
                .put("video_id", job.videoId().toString())
                .put("state", job.state().text())
                .put("attempts", job.attempts())
                .put("error", job.error().orElse(null));
    }
}
