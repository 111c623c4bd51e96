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

    private record Key(JsonObject document, JWTAuth verifier) {}

    private final Map<String, Key> keyIdToKey;

    private Jwks(Map<String, Key> keyIdToKey) {
        this.keyIdToKey = Map.copyOf(keyIdToKey);
    }

    /** Reads the document {@code {"keys": […]}}. */
    public static Jwks of(Vertx vertx, JsonObject document) {
        return EMPTY.renewed(vertx, document);
    }

    /**
     * Reads a later document of the same issuer. A key that has not changed keeps its verifier: what was remembered of
     * it stays true.
     */
    public Jwks renewed(Vertx vertx, JsonObject document) {
        Map<String, Key> later = new HashMap<>();
        JsonArray keys = document.getJsonArray("keys", new JsonArray());
        for (int i = 0; i < keys.size(); i++) {
            JsonObject key = keys.getJsonObject(i);
            if ("RSA".equals(key.getString("kty")) && key.getString("kid") != null) {
                later.put(key.getString("kid"), known(key).orElseGet(() -> new Key(key, verifier(vertx, key))));
            }
        }
        return new Jwks(later);
    }

    private Optional<Key> known(JsonObject document) {
        return Optional.ofNullable(keyIdToKey.get(document.getString("kid")))
                .filter(key -> key.document().equals(document));
    }

    /** The verifier that holds a key. */
    public Optional<JWTAuth> find(String keyId) {
        return Optional.ofNullable(keyIdToKey.get(keyId)).map(Key::verifier);
    }

    /** The ids of all keys. */
    public List<String> keyIds() {
        return List.copyOf(keyIdToKey.keySet());
    }

    /** Expiry is judged by {@link TokenVerifier}, which tells an expired token from a bad one. */
    private static JWTAuth verifier(Vertx vertx, JsonObject key) {
        return JWTAuth.create(
                vertx, new JWTAuthOptions().addJwk(key).setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }
}
