package co.anb.showcase.auth.token;

import co.anb.showcase.auth.account.Account;
import co.anb.showcase.shared.work.BoundedWorker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;
import java.util.UUID;

/** Issues access tokens (RFC 7519) with the contract's claims. Safe for all threads. */
public final class TokenIssuer {

    /**
     * An access token.
     *
     * @param token the compact form
     * @param issuedAt claim {@code iat}
     * @param expiresAt claim {@code exp}
     */
    public record Issued(String token, Instant issuedAt, Instant expiresAt) {
        /** Tokens stay out of logs. */
        @Override
        public String toString() {
            return "Issued[***]";
        }
    }

    private final SigningKeys keys;
    private final BoundedWorker worker;
    private final KeyConfig config;

    /**
     * An issuer.
     *
     * @param worker where the signing happens
     */
    public TokenIssuer(SigningKeys keys, BoundedWorker worker, KeyConfig config) {
        this.keys = keys;
        this.worker = worker;
        this.config = config;
    }

    /** Issues a token for a session, as of an instant; fails with SERVICE_UNAVAILABLE when too many wait. */
    public Future<Issued> issue(Account account, UUID sessionId, Instant now) {
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = issuedAt.plus(config.accessLifetime());
        JsonObject claims = new JsonObject()
                .put("sub", account.id().toString())
                .put("email", account.email())
                .put("first_name", account.firstName())
                .put("last_name", account.lastName())
                .put("city", account.city())
                .put("country", account.country())
                .put(
                        "roles",
                        new JsonArray(new TreeSet<>(account.roles()).stream().toList()))
                .put("sid", sessionId.toString())
                .put("iss", config.issuer())
                .put("aud", config.audience())
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
        SigningKey key = keys.ring().signer(now);
        return worker.run(() -> new Issued(key.sign(claims), issuedAt, expiresAt));
    }
}
