package co.anb.showcase.api.gallery;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;

/**
 * How fresh the public list is.
 *
 * @param maxAge {@code gallery.max-age}: a list that was read from the database this long ago at most may be served
 *     again
 */
public record GalleryConfig(Duration maxAge) {

    /** Reads the section. */
    public static GalleryConfig from(ConfigReader reader) {
        return new GalleryConfig(
                reader.duration("gallery.max-age", Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(5)));
    }
}
