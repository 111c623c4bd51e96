package co.anb.showcase.auth.session;

import co.anb.showcase.auth.token.TokenIssuer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What a login or a refresh gives.
 *
 * @param access the access token
 * @param refresh the refresh token
 * @param refreshExpiresAt when the refresh token ends
 */
record SessionTokens(TokenIssuer.Issued access, RefreshToken refresh, Instant refreshExpiresAt) {

    JsonObject toJson() {
        return new JsonObject()
                .put("access_token", access.token())
                .put("token_type", "Bearer")
                .put(
                        "expires_in",
                        access.expiresAt().getEpochSecond() - access.issuedAt().getEpochSecond())
                .put("refresh_token", refresh.value())
                .put("expires_in_access", access.expiresAt().toString())
                .put("expires_in_refresh", refreshExpiresAt.toString());
    }
}
