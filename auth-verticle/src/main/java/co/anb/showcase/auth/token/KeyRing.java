package co.anb.showcase.auth.token;

import co.anb.showcase.shared.tokens.Jwks;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** All keys at one moment: which one signs, and the document that is published. Immutable. */
final class KeyRing {

    private final List<SigningKey> keys;
    private final Jwks verifiers;
    private final Buffer document;
    private final String etag;

    /**
     * A ring.
     *
     * @param former verifiers of the ring before it, which keys that it had as well keep
     * @param keys by the time from which they sign
     */
    KeyRing(Vertx vertx, Jwks former, List<SigningKey> keys) {
        this.keys = List.copyOf(keys);
        JsonArray published = new JsonArray();
        keys.forEach(key -> published.add(key.publicJwk()));
        JsonObject json = new JsonObject().put("keys", published);
        this.verifiers = former.renewed(vertx, json);
        this.document = json.toBuffer();
        String ids = String.join(",", keys.stream().map(SigningKey::id).toList());
        this.etag = '"'
                + UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8)).toString()
                + '"';
    }

    /**
     * The key that signs: the newest whose time has come. A node whose clock is behind the one that made the only key
     * takes that key all the same.
     *
     * @throws IllegalStateException for an empty ring
     */
    SigningKey signer(Instant now) {
        return keys.stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .reduce((older, newer) -> newer)
                .or(() -> keys.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("no signing key is loaded"));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    Jwks verifiers() {
        return verifiers;
    }

    /** The document {@code {"keys": […]}} (RFC 7517 §5). */
    Buffer document() {
        return document;
    }

    String etag() {
        return etag;
    }
}
