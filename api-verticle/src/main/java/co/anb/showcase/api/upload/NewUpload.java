package co.anb.showcase.api.upload;

import co.anb.showcase.shared.tokens.AccessToken;
import java.util.Optional;
import java.util.UUID;

/**
 * Who uploads, and under which names.
 *
 * @param player the caller's claims
 * @param idempotencyKey the same key gets the same answer
 * @param correlationId goes with the job to the worker
 */
public record NewUpload(AccessToken player, Optional<String> idempotencyKey, String correlationId) {

    /** The value of a header never begins with a blank (RFC 9110 §5.5), so no client can send such a key. */
    private static final String SESSION = " session ";

    /** The upload that a session becomes: once, however often it is asked for. */
    public static NewUpload ofSession(AccessToken player, UUID session, String correlationId) {
        return new NewUpload(player, Optional.of(SESSION + session), correlationId);
    }
}
