package co.anb.showcase.worker;

import co.anb.showcase.shared.amqp.AmqpMetrics;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.RequestMetrics;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.ManagementRoutes;
import co.anb.showcase.shared.observe.ServiceMetrics;
import co.anb.showcase.shared.storage.StorageConfig;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.storage.Storages;
import co.anb.showcase.worker.job.AssetFolder;
import co.anb.showcase.worker.job.JobConsumer;
import co.anb.showcase.worker.job.JobMetrics;
import co.anb.showcase.worker.job.JobTools;
import co.anb.showcase.worker.job.ScratchFolder;
import co.anb.showcase.worker.pipeline.FfmpegPipeline;
import co.anb.showcase.worker.pipeline.PipelineAssets;
import co.anb.showcase.worker.pipeline.PipelineMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Wires a worker and owns what it opened: schema, storage, assets, pipeline, the consumer of jobs, and a small server
 * for operators. What was opened is closed in reverse, the consumer first: it gives back the job that it holds.
 */
final class WorkerVerticle extends VerticleBase {

    private final ServiceRuntime runtime;
    private final WorkerConfig config;
    private final MeterRegistry registry = ServiceMetrics.create("worker");
    private final Deque<Supplier<Future<?>>> closers = new ArrayDeque<>();
    private volatile int port;

    WorkerVerticle(ServiceRuntime runtime, WorkerConfig config) {
        this.runtime = runtime;
        this.config = config;
    }

    /** The port that the server for operators got. */
    int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        Pool pool = Database.open(vertx, config.db(), "worker-core");
        closers.push(pool::close);
        return Migrations.run(vertx, config.db(), "db/core")
                .compose(migrated -> Storages.open(vertx, config.storage(), runtime.clock(), "worker"))
                .compose(storage -> {
                    closers.push(storage::close);
                    return work(pool, storage);
                })
                .recover(failure -> stop().transform(closed -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        Future<?> closed = Future.succeededFuture();
        while (!closers.isEmpty()) {
            Supplier<Future<?>> next = closers.pop();
            closed = closed.transform(previous -> next.get());
        }
        return closed;
    }

    private Future<HttpServer> work(Pool pool, StoragePort storage) {
        return ScratchFolder.open(vertx, config.scratch()).compose(scratch -> {
            closers.push(scratch::close);
            JobMetrics metrics = new JobMetrics(registry);
            metrics.watch(scratch);
            return assets(storage, scratch)
                    .load()
                    .compose(this::pipeline)
                    .compose(pipeline -> consume(
                            new JobTools(
                                    vertx, pool, storage, pipeline, config.jobs(), scratch, metrics, runtime.clock()),
                            pipeline));
        });
    }

    private AssetFolder assets(StoragePort storage, ScratchFolder scratch) {
        boolean seeds = config.storage().backend() == StorageConfig.Backend.LOCAL;
        return new AssetFolder(vertx, storage, scratch.path().resolve("assets"), seeds);
    }

    private Future<FfmpegPipeline> pipeline(PipelineAssets assets) {
        return FfmpegPipeline.open(vertx, config.pipeline(), assets, new PipelineMetrics(registry))
                .onSuccess(pipeline -> closers.push(pipeline::close));
    }

    private Future<HttpServer> consume(JobTools tools, FfmpegPipeline pipeline) {
        Topology topology = Topology.of(config.amqp().broker());
        JobConsumer consumer = JobConsumer.start(tools, config.amqp(), topology, new AmqpMetrics(registry));
        closers.push(consumer::stop);
        Health health = new Health(vertx, runtime.lifecycle());
        health.register("ffmpeg", Health.Scope.NODE, pipeline::check);
        health.describe("ffmpeg", pipeline.description());
        health.register("scratch", Health.Scope.NODE, tools.scratch()::check);
        StoragePort storage = tools.storage();
        health.register("storage", storage.isRemote() ? Health.Scope.SHARED : Health.Scope.NODE, storage::check);
        return listen(health, tools.pool(), consumer);
    }

    private Future<HttpServer> listen(Health health, Pool pool, JobConsumer consumer) {
        health.register("database", Health.Scope.SHARED, () -> Database.ping(pool));
        health.register("broker", Health.Scope.SHARED, consumer::connected);
        runtime.membership().showIn(health, registry);
        closers.push(() -> {
            health.close();
            return Future.succeededFuture();
        });
        Edge edge = new Edge(vertx, config.http(), runtime.lifecycle(), new RequestMetrics(registry));
        Router router = edge.router();
        new ManagementRoutes(
                        health, registry, runtime.metrics(), runtime.metrics().claim())
                .mount(router);
        return health.start().compose(started -> edge.listen(router)).onSuccess(server -> {
            port = server.actualPort();
            closers.push(server::close);
        });
    }
}
