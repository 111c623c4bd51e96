package co.anb.showcase.api.upload;

import java.util.UUID;

/**
 * A file that is in the storage and belongs to no video yet.
 *
 * @param id of its row in {@code uploads}
 * @param key of the object
 * @param sizeBytes of the object
 */
public record StoredUpload(UUID id, String key, long sizeBytes) {}
