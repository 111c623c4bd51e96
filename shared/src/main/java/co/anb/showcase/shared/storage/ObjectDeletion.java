package co.anb.showcase.shared.storage;

import java.util.Optional;
import java.util.UUID;

/**
 * An object that has lost its owner and waits to be deleted.
 *
 * @param id the row
 * @param key the object
 * @param multipart the unfinished upload that it is, when that is known; what a dead process began is found by the key
 * @param attempt how often it was taken, this time included
 * @param owned whether a row of {@code videos} or {@code uploads} has the key all the same, so that it must stay
 */
public record ObjectDeletion(UUID id, String key, Optional<MultipartUpload> multipart, int attempt, boolean owned) {}
