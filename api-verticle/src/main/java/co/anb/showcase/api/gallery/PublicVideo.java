package co.anb.showcase.api.gallery;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A published video as everybody sees it.
 *
 * @param row what the database knows
 * @param processedUrl a link to the video that needs no header
 * @param thumbnailUrl a link to its poster, if it has one
 */
record PublicVideo(GalleryRow row, URI processedUrl, Optional<URI> thumbnailUrl) {

    /**
     * What the database knows of a published video.
     *
     * @param id the video
     * @param title as the player gave it
     * @param playerName first and last name
     * @param city as the player wrote it
     * @param uploadedAt when it came
     * @param processedAt when it was ready
     * @param processedKey object of the video
     * @param posterKey object of the poster
     * @param votes its own, not the player's
     */
    record GalleryRow(
            String id,
            String title,
            String playerName,
            String city,
            Instant uploadedAt,
            Instant processedAt,
            String processedKey,
            Optional<String> posterKey,
            long votes) {}
}
