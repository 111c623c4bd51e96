package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import java.util.Optional;

/**
 * A job to be recorded.
 *
 * @param id made by the caller
 * @param videoId the video, recorded in the same transaction
 * @param userId the video's owner
 * @param correlationId of the request that asked for it; it follows the job to the worker's logs
 * @param traceparent of the same request, when it is traced
 */
public record NewJob(JobId id, VideoId videoId, UserId userId, String correlationId, Optional<String> traceparent) {}
