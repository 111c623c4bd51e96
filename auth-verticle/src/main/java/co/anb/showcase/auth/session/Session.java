package co.anb.showcase.auth.session;

import co.anb.showcase.shared.ids.UserId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/**
 * An open session.
 *
 * @param id claim {@code sid}
 * @param userId whose it is
 * @param createdAt the login
 * @param lastUsedAt the login or the last refresh
 * @param expiresAt when its refresh token ends
 */
record Session(UUID id, UserId userId, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {

    /**
     * As clients see it.
     *
     * @param current the session of the request
     */
    JsonObject toJson(UUID current) {
        return new JsonObject()
                .put("session_id", id.toString())
                .put("user_id", userId.toString())
                .put("created_at", createdAt.toString())
                .put("last_used_at", lastUsedAt.toString())
                .put("expires_at", expiresAt.toString())
                .put("current", id.equals(current));
    }
}
