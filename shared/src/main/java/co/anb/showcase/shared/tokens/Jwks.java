package co.anb.showcase.shared.tokens;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of public keys (RFC 7517 §5), each ready to verify. Only RSA signature keys for RS256 are taken; others are
 * passed over, so that a new kind of key may be published before every verifier knows it.
 */
public final class Jwks {

    /** No keys. */
    public static final Jwks EMPTY = new Jwks(Map.of());

    private final Map<String, JWTAuth> keyIdToVerifier;

    private Jwks(Map<String, JWTAuth> keyIdToVerifier) {
        this.keyIdToVerifier = Map.copyOf(keyIdToVerifier);
    }

    /** Reads the document {@code {"keys": […]}}. */
    public static Jwks of(Vertx vertx, JsonObject document) {
        Map<String, JWTAuth> verifiers = new HashMap<>();
        JsonArray keys = document.getJsonArray("keys", new JsonArray());
        for (int i = 0; i < keys.size(); i++) {
            JsonObject key = keys.getJsonObject(i);
            if ("RSA".equals(key.getString("kty")) && key.getString("kid") != null) {
                verifiers.put(key.getString("kid"), verifier(vertx, key));
            }
        }
        return new Jwks(verifiers);
    }

    /** The verifier that holds a key. */
    public Optional<JWTAuth> find(String keyId) {
        return Optional.ofNullable(keyIdToVerifier.get(keyId));
    }

    /** The ids of all keys. */
    public List<String> keyIds() {
        return List.copyOf(keyIdToVerifier.keySet());
    }

    /** Expiry is judged by {@link TokenVerifier}, which tells an expired token from a bad one. */
    private static JWTAuth verifier(Vertx vertx, JsonObject key) {
        return JWTAuth.create(
                vertx, new JWTAuthOptions().addJwk(key).setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }
}
