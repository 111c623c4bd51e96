package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import java.time.Instant;

/**
 * A job that a worker holds until its lease is over.
 *
 * @param token the proof that it holds it
 * @param videoId the video to process
 * @param userId its owner
 * @param title as the player gave it
 * @param originalKey where the player's file is
 * @param correlationId of the request that uploaded it
 * @param uploadedAt when it was uploaded
 */
public record ClaimedJob(
        FencingToken token,
        VideoId videoId,
        UserId userId,
        String title,
        String originalKey,
        String correlationId,
        Instant uploadedAt) {

    /** The number of this attempt, from 1. */
    public int attempt() {
        return token.attempt();
    }
}
