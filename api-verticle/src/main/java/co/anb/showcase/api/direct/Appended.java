package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.AcceptedUpload;
import java.util.Optional;

/**
 * What a PATCH came to.
 *
 * @param session the upload
 * @param offset how many bytes are stored for good
 * @param accepted what the upload became, when these were the last
 */
record Appended(UploadSession session, long offset, Optional<AcceptedUpload> accepted) {

    static Appended to(UploadSession session) {
        return new Appended(session, session.receivedBytes(), Optional.empty());
    }
}
