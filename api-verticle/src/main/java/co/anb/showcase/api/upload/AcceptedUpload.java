package co.anb.showcase.api.upload;

import co.anb.showcase.shared.ids.JobId;
import co.anb.showcase.shared.ids.VideoId;

/**
 * What an accepted upload became.
 *
 * @param videoId the video
 * @param jobId the job that processes it
 */
public record AcceptedUpload(VideoId videoId, JobId jobId) {}
