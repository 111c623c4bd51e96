package co.anb.showcase.api.video;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import java.time.Instant;

/**
 * A video that is about to be recorded.
 *
 * @param id the video
 * @param owner its player
 * @param title 1 to 255 characters
 * @param originalKey the stored file
 * @param sizeBytes of the stored file
 * @param uploadedAt now
 */
public record NewVideo(
        VideoId id, UserId owner, String title, String originalKey, long sizeBytes, Instant uploadedAt) {}
