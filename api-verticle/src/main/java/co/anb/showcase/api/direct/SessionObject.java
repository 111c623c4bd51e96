package co.anb.showcase.api.direct;

import co.anb.showcase.shared.storage.MultipartUpload;
import java.util.Optional;
import java.util.UUID;

/**
 * An object of a session.
 *
 * @param id of its row in {@code uploads}
 * @param key where it is
 * @param multipart the unfinished upload that it comes from
 */
record SessionObject(UUID id, String key, Optional<MultipartUpload> multipart) {}
