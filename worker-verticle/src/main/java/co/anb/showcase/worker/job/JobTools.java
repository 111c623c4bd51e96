package co.anb.showcase.worker.job;

import co.anb.showcase.shared.jobs.JobPolicy;
import co.anb.showcase.shared.jobs.LeaseRepository;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.worker.pipeline.VideoPipeline;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;

/**
 * What every attempt of this worker works with.
 *
 * @param vertx timers and events
 * @param pool the core database
 * @param storage of originals and results
 * @param pipeline makes the video
 * @param policy how often and how long
 * @param scratch where attempts have their folders
 * @param metrics of the jobs
 * @param clock the time
 */
public record JobTools(
        Vertx vertx,
        Pool pool,
        StoragePort storage,
        VideoPipeline pipeline,
        JobPolicy policy,
        ScratchFolder scratch,
        JobMetrics metrics,
        Clock clock) {

    /** The statements of a lease; they hold nothing. */
    LeaseRepository leases() {
        return new LeaseRepository();
    }
}
