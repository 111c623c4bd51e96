package co.anb.showcase.api.direct;

import co.anb.showcase.shared.ids.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An upload that was announced and is not complete.
 *
 * @param id its own
 * @param owner who may send to it
 * @param mode the way in which it comes
 * @param title of the video
 * @param metadata the header {@code Upload-Metadata} of tus as the client sent it
 * @param sizeBytes what was announced and must come exactly
 * @param receivedBytes what tus has stored for good, always less than all
 * @param expiresAt when it is given up
 */
record UploadSession(
        UUID id,
        UserId owner,
        UploadMode mode,
        String title,
        Optional<String> metadata,
        long sizeBytes,
        long receivedBytes,
        Instant expiresAt) {

    /** What is still to come. */
    long missingBytes() {
        return sizeBytes - receivedBytes;
    }

    /** The same after more bytes were stored. */
    UploadSession advancedBy(long bytes) {
        return new UploadSession(id, owner, mode, title, metadata, sizeBytes, receivedBytes + bytes, expiresAt);
    }
}
