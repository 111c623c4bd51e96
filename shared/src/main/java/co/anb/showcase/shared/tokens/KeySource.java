package co.anb.showcase.shared.tokens;

import io.vertx.core.Future;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.util.Optional;

/** Where the public keys that sign access tokens come from: over HTTP, or the issuer's own database. */
public interface KeySource {

    /**
     * The verifier that holds a key.
     *
     * @param keyId the header {@code kid} of a token
     * @return empty when no such key is known, even after a fresh look; fails when the keys can't be had
     */
    Future<Optional<JWTAuth>> find(String keyId);
}
