package co.anb.showcase.shared.storage;

import java.util.Objects;

/**
 * An object that comes in parts and is not complete.
 *
 * @param key where the object will be
 * @param id what the store calls the upload; opaque
 */
public record MultipartUpload(String key, String id) {

    /** Checks that both are there. */
    public MultipartUpload {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(id, "id");
    }
}
