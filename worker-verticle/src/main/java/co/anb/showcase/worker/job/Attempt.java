package co.anb.showcase.worker.job;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.events.VideoChanged;
import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.jobs.ClaimedJob;
import co.anb.showcase.shared.jobs.JobOutput;
import co.anb.showcase.shared.jobs.JobStage;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.worker.pipeline.PipelineRun;
import co.anb.showcase.worker.pipeline.ProcessedVideo;
import co.anb.showcase.worker.pipeline.Stage;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a claimed job: load, process, save, outcome. Whatever happens in between, the scratch folder is
 * removed and the lease ends; keys that were reserved and got no owner go to the reaper. Runs on one context.
 */
final class Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final Duration EVENT_INTERVAL = Duration.ofSeconds(1);

    private final JobTools tools;
    private final ClaimedJob job;
    private final ObjectFiles files;
    private final LeaseKeeper lease;
    private final AttemptOutcome outcome;
    private final Instant startedAt;

    private List<String> reserved = List.of();
    private Instant lastEvent = Instant.EPOCH;
    private @Nullable PipelineRun run;
    private boolean abandoned;

    Attempt(JobTools tools, ClaimedJob job) {
        this.tools = tools;
        this.job = job;
        this.files = new ObjectFiles(tools.vertx(), tools.storage());
        this.lease = new LeaseKeeper(tools, job, this::cancelRun);
        this.outcome = new AttemptOutcome(tools, job, lease);
        this.startedAt = tools.clock().instant();
    }

    /** Does it all. Succeeds when the message can be acknowledged: the outcome is in the database, or is not ours. */
    Future<Void> execute() {
        LOG.info(
                "job claimed job={} attempt={} correlation_id={}",
                job.token().jobId(),
                job.attempt(),
                job.correlationId());
        changed(JobStage.LOAD, 0, true);
        return tools.scratch()
                .create(job.token().claimId().toString())
                .compose(folder -> work(folder).eventually(() -> tools.scratch().delete(folder)))
                .transform(result -> result.succeeded()
                        ? Future.succeededFuture(JobMetrics.Outcome.PROCESSED)
                        : outcome.failed(result.cause(), abandoned))
                .compose(this::release)
                .onComplete(done -> lease.stop())
                .compose(ended -> finish(ended));
    }

    /** The worker stops: kills the run; the job is given back. */
    void abandon() {
        abandoned = true;
        cancelRun();
    }

    private Future<Void> work(Path folder) {
        Path original = folder.resolve("original.mp4");
        return files.load(job.originalKey(), original)
                .compose(loaded -> tools.scratch().create(job.token().claimId() + "/work"))
                .compose(workFolder -> process(original, workFolder))
                .compose(this::save)
                .compose(outcome::processed);
    }

    private Future<ProcessedVideo> process(Path original, Path folder) {
        if (abandoned || lease.isLost()) {
            return Future.failedFuture(new CancellationException("cancelled before it began"));
        }
        PipelineRun started =
                tools.pipeline().start(original, folder, (stage, percent) -> changed(jobStage(stage), percent, false));
        run = started;
        return started.result();
    }

    private Future<JobOutput> save(ProcessedVideo made) {
        changed(JobStage.SAVE, 100, true);
        Instant now = tools.clock().instant();
        JobOutput output = new JobOutput(
                StorageKey.processed(now, job.videoId().value(), job.attempt(), "mp4")
                        .value(),
                StorageKey.processed(now, Ids.next(), job.attempt(), "jpg").value());
        return outcome.held(() -> tools.leases().reserve(tools.pool(), job.token(), output.keys()))
                .compose(held -> {
                    reserved = output.keys();
                    return Future.all(
                            files.save(made.video(), output.processedKey(), ObjectMetadata.MP4),
                            files.save(made.poster(), output.posterKey(), ObjectMetadata.JPEG));
                })
                .map(saved -> output);
    }

    /** Reserved keys without an owner are deleted now instead of after their day. */
    private Future<JobMetrics.Outcome> release(JobMetrics.Outcome ended) {
        if (ended == JobMetrics.Outcome.PROCESSED || reserved.isEmpty()) {
            return Future.succeededFuture(ended);
        }
        return tools.leases()
                .release(tools.pool(), reserved)
                .onSuccess(
                        done -> Events.OBJECT_DELETION_DUE.publish(tools.vertx().eventBus()))
                .recover(e -> {
                    LOG.warn(
                            "reserved keys could not be released, their day will come job={}",
                            job.token().jobId(),
                            e);
                    return Future.succeededFuture();
                })
                .map(done -> ended);
    }

    private Future<Void> finish(JobMetrics.Outcome ended) {
        tools.metrics().ended(ended, Duration.between(startedAt, tools.clock().instant()));
        LOG.info("job attempt ended job={} attempt={} outcome={}", job.token().jobId(), job.attempt(), ended);
        publish(outcome.videoStatus(ended), Optional.empty(), ended == JobMetrics.Outcome.PROCESSED ? 100 : 0);
        Events.JOB_DUE.publish(tools.vertx().eventBus());
        return Future.succeededFuture();
    }

    private void changed(JobStage stage, int percent, boolean always) {
        lease.progressed(stage, percent);
        Instant now = tools.clock().instant();
        if (always || !now.isBefore(lastEvent.plus(EVENT_INTERVAL))) {
            lastEvent = now;
            publish("processing", Optional.of(stage.text()), percent);
        }
    }

    private void publish(String status, Optional<String> stage, int percent) {
        VideoChanged event = new VideoChanged(job.videoId(), job.userId(), status, stage, percent);
        Events.VIDEO_CHANGED.publish(tools.vertx().eventBus(), event.toJson());
    }

    private void cancelRun() {
        if (run != null) {
            run.cancel().onFailure(e -> LOG.warn("run could not be cancelled", e));
        }
    }

    private static JobStage jobStage(Stage stage) {
        return JobStage.valueOf(stage.name());
    }
}
