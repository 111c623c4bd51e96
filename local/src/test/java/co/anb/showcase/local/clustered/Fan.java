package co.anb.showcase.local.clustered;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Someone who has logged in. */
record Fan(UUID id, String token) {

    /** The person that an access token was given to. */
    static Fan of(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return new Fan(
                UUID.fromString(new JsonObject(new String(claims, StandardCharsets.UTF_8)).getString("sub")), token);
    }
}
