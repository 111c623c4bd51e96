package co.anb.showcase.api;

import co.anb.showcase.api.audit.StorageAuditJob;
import co.anb.showcase.api.direct.DirectUploads;
import co.anb.showcase.api.gallery.GalleryService;
import co.anb.showcase.api.job.JobService;
import co.anb.showcase.api.job.JobTimers;
import co.anb.showcase.api.live.LiveService;
import co.anb.showcase.api.page.PageRoutes;
import co.anb.showcase.api.ranking.RankingService;
import co.anb.showcase.api.reaper.ObjectReaperJob;
import co.anb.showcase.api.upload.UploadConfig;
import co.anb.showcase.api.upload.UploadMemoryJob;
import co.anb.showcase.api.upload.UploadMetrics;
import co.anb.showcase.api.upload.UploadService;
import co.anb.showcase.api.video.VideoService;
import co.anb.showcase.api.vote.CounterAuditJob;
import co.anb.showcase.api.vote.VoteBatchers;
import co.anb.showcase.api.vote.VoteService;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.http.OpenApiDocument;
import co.anb.showcase.shared.http.RequestMetrics;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.limit.RateLimit;
import co.anb.showcase.shared.observe.Health;
import co.anb.showcase.shared.observe.ManagementRoutes;
import co.anb.showcase.shared.observe.ServiceMetrics;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.shared.storage.Storages;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/** Puts the process-wide objects together, in the order in which they need each other, and starts the jobs. */
final class ApiAssembly {

    private final ServiceRuntime runtime;
    private final Vertx vertx;
    private final ApiConfig config;
    private final OpenParts parts;
    private final MeterRegistry registry = ServiceMetrics.create(ApiMain.NAME);

    /**
     * An assembly.
     *
     * @param parts gets what was opened, also when the rest fails
     */
    ApiAssembly(ServiceRuntime runtime, ApiConfig config, OpenParts parts) {
        this.runtime = runtime;
        this.vertx = runtime.vertx();
        this.config = config;
        this.parts = parts;
    }

    /** Opens everything but the port. */
    Future<ApiServices> open() {
        return Migrations.run(vertx, config.db(), "db/core").compose(migrated -> {
            Pool pool = Database.open(vertx, config.db(), ApiMain.NAME);
            parts.add(pool::close);
            Future<StoragePort> storage = openStorage();
            Future<OpenApiDocument> document = OpenApiDocument.load(vertx, ApiMain.NAME);
            Future<PageRoutes> page = PageRoutes.load(vertx);
            return Future.join(storage, document, page)
                    .compose(all -> openAuth())
                    .compose(auth -> assemble(pool, storage.result(), document.result(), page.result(), auth));
        });
    }

    private Future<ApiServices> assemble(
            Pool pool, StoragePort storage, OpenApiDocument document, PageRoutes page, AuthLink auth) {
        JobTimers timers = startJobs(pool, storage);
        Health health = health(pool, storage, auth, timers);
        UploadConfig upload = config.upload();
        UploadMetrics uploadMetrics = new UploadMetrics(registry);
        UploadService uploads = new UploadService(vertx, pool, storage, upload, runtime.clock());
        DirectUploads direct = new DirectUploads(vertx, pool, storage, uploads, upload, uploadMetrics, runtime.clock());
        parts.add(direct::settle);
        RankingService ranking = openRanking(pool);
        ApiServices services = new ApiServices(
                config,
                runtime.lifecycle(),
                auth.auth(),
                storage,
                uploads,
                uploadMetrics,
                direct,
                limit("uploads", upload.perMinute())
                        .by(ctx -> BearerAuth.token(ctx).userId()),
                new VideoService(vertx, pool),
                new JobService(vertx, pool, timers),
                openGallery(pool, storage),
                new VoteService(openBatchers(), registry),
                limit("votes", config.vote().perMinute()),
                ranking,
                openLive(pool, ranking, auth),
                new RequestMetrics(registry),
                health,
                new ManagementRoutes(
                        health, registry, runtime.metrics(), runtime.metrics().claim()),
                document,
                page);
        return health.start().map(services);
    }

    /** By user, not by address: a mobile carrier puts thousands behind one. */
    private RateLimit<UserId> limit(String name, int perMinute) {
        return RateLimit.perMinute(name, perMinute, registry, runtime.clock());
    }

    private GalleryService openGallery(Pool pool, StoragePort storage) {
        GalleryService gallery =
                new GalleryService(vertx, pool, storage, config.storage().urlTtl(), config.gallery());
        parts.add(gallery::close);
        return gallery;
    }

    private RankingService openRanking(Pool pool) {
        RankingService ranking = new RankingService(vertx, pool, config.ranking(), registry, runtime.clock());
        parts.add(ranking::close);
        return ranking;
    }

    private LiveService openLive(Pool pool, RankingService ranking, AuthLink auth) {
        LiveService live = new LiveService(
                vertx,
                pool,
                ranking,
                config.live(),
                auth.auth(),
                config.addresses(),
                runtime.lifecycle(),
                registry,
                runtime.clock());
        parts.add(live::close);
        return live;
    }

    private VoteBatchers openBatchers() {
        VoteBatchers batchers = VoteBatchers.open(vertx, config.db(), config.vote(), config.batch(), registry);
        parts.add(batchers::close);
        return batchers;
    }

    private JobTimers startJobs(Pool pool, StoragePort storage) {
        JobTimers timers = JobTimers.start(vertx, pool, config.amqp(), config.jobs(), registry);
        parts.add(timers::stop);
        ObjectReaperJob reaper = new ObjectReaperJob(vertx, pool, storage, config.reaper(), registry);
        reaper.start();
        parts.add(reaper::stop);
        UploadMemoryJob memory = new UploadMemoryJob(vertx, pool, config.upload(), runtime.clock());
        memory.start();
        parts.add(memory::stop);
        CounterAuditJob counters = new CounterAuditJob(vertx, pool, registry);
        counters.start();
        parts.add(counters::stop);
        StorageAuditJob objects = new StorageAuditJob(vertx, pool, storage, registry, runtime.clock());
        objects.start();
        parts.add(objects::stop);
        return timers;
    }

    private Health health(Pool pool, StoragePort storage, AuthLink auth, JobTimers timers) {
        Health health = new Health(vertx, runtime.lifecycle());
        health.register("database", Health.Scope.SHARED, () -> Database.ping(pool));
        // A folder is this node's; a bucket is away for everybody.
        health.register("storage", storage.isRemote() ? Health.Scope.SHARED : Health.Scope.NODE, storage::check);
        health.register("broker", Health.Scope.SHARED, timers::checkBroker);
        health.register("auth", Health.Scope.SHARED, auth::check);
        runtime.membership().showIn(health, registry);
        parts.add(() -> {
            health.close();
            return Future.succeededFuture();
        });
        return health;
    }

    private Future<StoragePort> openStorage() {
        return Storages.open(vertx, config.storage(), runtime.clock(), ApiMain.NAME)
                .onSuccess(storage -> parts.add(storage::close));
    }

    private Future<AuthLink> openAuth() {
        return AuthLink.open(runtime, config.tokens(), registry).onSuccess(link -> parts.add(link::close));
    }
}
