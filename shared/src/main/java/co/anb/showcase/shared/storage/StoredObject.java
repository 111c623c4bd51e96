package co.anb.showcase.shared.storage;

import java.time.Instant;
import java.util.Objects;

/**
 * What the storage knows of an object.
 *
 * @param key where it is
 * @param length bytes
 * @param contentType media type as given when it was saved
 * @param etag strong entity tag with its quotes (RFC 9110 §8.8.3); it changes with every save
 * @param lastModified when it was saved
 */
public record StoredObject(String key, long length, String contentType, String etag, Instant lastModified) {

    /** Checks that all is there. */
    public StoredObject {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(lastModified, "lastModified");
        if (length < 0) {
            throw new IllegalArgumentException("length must be >= 0, was " + length);
        }
        if (!etag.startsWith("\"") || !etag.endsWith("\"")) {
            throw new IllegalArgumentException("etag must be strong and quoted, was " + etag);
        }
    }
}
