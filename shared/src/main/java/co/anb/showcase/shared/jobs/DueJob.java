package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.VideoId;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A job that the relay marked as dispatched and now sends.
 *
 * @param id the job
 * @param videoId its video
 * @param correlationId goes along as a header
 * @param traceparent of the request that it comes from; goes along as a header
 * @param dispatchedAt the mark, in the database's time; what was marked again since is not this relay's any more
 */
public record DueJob(
        JobId id, VideoId videoId, String correlationId, Optional<String> traceparent, OffsetDateTime dispatchedAt) {

    /** What is sent. */
    public JobMessage message() {
        return new JobMessage(id, videoId);
    }
}
