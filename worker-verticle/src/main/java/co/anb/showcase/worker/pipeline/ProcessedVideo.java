package co.anb.showcase.worker.pipeline;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run made. Both files are in the scratch folder that the caller gave, and are the caller's to move or delete.
 *
 * @param video the published MP4
 * @param poster a JPEG picture out of the player's part
 * @param duration of {@code video}, bumpers included
 * @param joined true when the bumpers were joined without a second encode, false after the single-pass fallback
 */
public record ProcessedVideo(Path video, Path poster, Duration duration, boolean joined) {}
