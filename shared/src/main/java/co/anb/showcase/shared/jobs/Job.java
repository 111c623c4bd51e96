package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import java.util.Optional;

/**
 * A job as its owner and the operators see it.
 *
 * @param id clients know it as {@code task_id}
 * @param videoId the video that it processes
 * @param userId the video's owner
 * @param videoStatus {@code uploaded}, {@code processing}, {@code processed} or {@code failed}
 * @param state where the job is
 * @param attempts claims that were not given back
 * @param stage what the worker is at, empty when none is at it
 * @param percent of the whole job, 0 to 100
 * @param error of the last attempt: a sentence for the player, empty when there was none
 */
public record Job(
        JobId id,
        VideoId videoId,
        UserId userId,
        String videoStatus,
        JobState state,
        int attempts,
        Optional<String> stage,
        int percent,
        Optional<String> error) {}
