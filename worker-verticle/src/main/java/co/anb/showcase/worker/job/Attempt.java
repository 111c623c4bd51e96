package co.anb.showcase.worker.job;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.events.VideoChanged;
import co.anb.showcase.shared.jobs.ClaimedJob;
import co.anb.showcase.shared.jobs.JobOutput;
import co.anb.showcase.shared.jobs.JobStage;
import co.anb.showcase.shared.observe.Spans;
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

    /** The whole is reached by the outcome alone. */
    private static final int ALMOST_DONE = 99;

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
        tools.metrics().begun();
        LOG.info(
                "job claimed job={} video={} attempt={} correlationId={}",
                job.token().jobId(),
                job.videoId(),
                job.attempt(),
                job.correlationId());
        changed(JobStage.LOAD, 0, true);
        return tools.scratch()
                .create(job.token().claimId().toString())
                .compose(folder -> work(folder).eventually(() -> tools.scratch().delete(folder)))
                .transform(result -> result.succeeded()
                        ? Future.succeededFuture(Outcome.PROCESSED)
                        : outcome.failed(result.cause(), abandoned))
                .compose(this::release)
                .onComplete(done -> lease.stop())
                .onSuccess(this::finish)
                .mapEmpty();
    }

    /** The worker stops: kills the run; the job is given back. */
    void abandon() {
        abandoned = true;
        cancelRun();
    }

    private Future<Void> work(Path folder) {
        Path original = folder.resolve("original.mp4");
        Instant begun = tools.clock().instant();
        return Spans.within("load", () -> files.load(job.originalKey(), original))
                .onSuccess(loaded -> tools.metrics().transferred("load", since(begun)))
                .compose(loaded -> tools.scratch().create(job.token().claimId() + "/work"))
                .compose(workFolder -> Spans.within("encode", () -> process(original, workFolder)))
                .compose(made -> Spans.within("save", () -> save(made)))
                .compose(outcome::processed);
    }

    private Future<ProcessedVideo> process(Path original, Path folder) {
        if (abandoned || lease.isLost()) {
            return Future.failedFuture(new CancellationException("cancelled before it began"));
        }
        PipelineRun started = tools.pipeline()
                .start(
                        original,
                        folder,
                        (stage, percent) -> changed(jobStage(stage), Math.min(percent, ALMOST_DONE), false));
        run = started;
        return started.result();
    }

    private Future<JobOutput> save(ProcessedVideo made) {
        changed(JobStage.SAVE, ALMOST_DONE, true);
        JobOutput output = new JobOutput(key("mp4"), key("jpg"));
        // Noted before the answer: a statement whose answer was lost on the way may have done its work.
        reserved = output.keys();
        Instant begun = tools.clock().instant();
        return outcome.held(() -> tools.leases().reserve(tools.pool(), job.token(), output.keys()))
                .compose(held -> Future.join(
                        files.save(made.video(), output.processedKey(), ObjectMetadata.MP4),
                        files.save(made.poster(), output.posterKey(), ObjectMetadata.JPEG)))
                .onSuccess(saved -> tools.metrics().transferred("save", since(begun)))
                .map(output);
    }

    /** Reserved keys without an owner are deleted now instead of after their day. */
    private Future<Outcome> release(Outcome ended) {
        if (ended == Outcome.PROCESSED || reserved.isEmpty()) {
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

    /** Never fails: the outcome is what it is. */
    private void finish(Outcome ended) {
        tools.metrics().ended(ended, outcome.reason(), since(startedAt));
        if (ended == Outcome.PROCESSED) {
            tools.metrics().processed(since(job.uploadedAt()));
        }
        LOG.info(
                "job attempt ended job={} attempt={} outcome={} reason={} correlationId={}",
                job.token().jobId(),
                job.attempt(),
                ended,
                outcome.reason(),
                job.correlationId());
        ended.videoStatus().ifPresent(status -> publish(status, Optional.empty(), ended.percent()));
        if (ended.isRelayWanted()) {
            Events.JOB_DUE.publish(tools.vertx().eventBus());
        }
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

    private Duration since(Instant begun) {
        return Duration.between(begun, tools.clock().instant());
    }

    private String key(String extension) {
        return StorageKey.processed(
                        tools.clock().instant(),
                        job.videoId().value(),
                        job.attempt(),
                        job.token().claimId(),
                        extension)
                .value();
    }

    private static JobStage jobStage(Stage stage) {
        return JobStage.valueOf(stage.name());
    }
}
