package co.anb.showcase.api.video;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import java.time.Instant;
import java.util.Optional;

/**
 * A player's video as he sees it.
 *
 * @param id the video
 * @param owner its player
 * @param title as given at the upload
 * @param status as clients see it: how far the processing is
 * @param originalKey the object as uploaded
 * @param processedKey the object that the worker made; there when processed
 * @param uploadedAt when it was recorded
 * @param processedAt when it became processed
 * @param isPublished whether it is up for voting
 * @param votes that it has
 * @param failureReason why it failed, a sentence for the player
 * @param progress of the worker, while one is at it
 */
public record Video(
        VideoId id,
        UserId owner,
        String title,
        String status,
        String originalKey,
        Optional<String> processedKey,
        Instant uploadedAt,
        Optional<Instant> processedAt,
        boolean isPublished,
        long votes,
        Optional<String> failureReason,
        Optional<Progress> progress) {

    /**
     * How far the worker is.
     *
     * @param stage what it is at
     * @param percent of the whole job, 0 to 100
     */
    public record Progress(String stage, int percent) {}
}
