package co.anb.showcase.shared.tokens;

import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an access token is good: signed with RS256 by a published key (RFC 7519, RFC 8725 §3.1: the algorithm
 * is ours to choose, not the token's), for this audience, by this issuer, not expired, not revoked. Safe for all
 * threads.
 *
 * <p>What does not change is remembered: that a key signed a token, and its claims. That the key is still published, in
 * the form in which it verified, the expiry and the revocations are asked each time. A token that was refused is not
 * remembered, so that made-up ones displace nobody.
 */
public final class TokenVerifier {

    private static final String ALGORITHM = "RS256";
    private static final int MAX_TOKEN_CHARS = 8_000;
    /** Clocks of two machines differ a little. */
    private static final Duration LEEWAY = Duration.ofSeconds(2);
    /** Who has not come for so long makes room. */
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(15);

    /** The end of a signature tells tokens apart as well as all of them does, and is hashed in no time. */
    private static final int KEY_CHARS = 32;

    private record Verified(String text, JWTAuth verifier, String keyId, AccessToken token) {}

    /** By the token's last characters. */
    private final Cache<String, Verified> endToVerified;

    private final KeySource keys;
    private final Revocations revocations;
    private final String issuer;
    private final String audience;
    private final Clock clock;

    /**
     * A verifier for one issuer and audience.
     *
     * @param remembered how many tokens are remembered at most, about 2 kB each
     */
    public TokenVerifier(
            KeySource keys, Revocations revocations, String issuer, String audience, int remembered, Clock clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        this.endToVerified = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterAccess(LONGEST_IDLE)
                // To wake another thread for its upkeep costs more than the upkeep.
                .executor(Runnable::run)
                .build();
    }

    /**
     * Verifies a token.
     *
     * @param token the compact form (RFC 7515 §7.1)
     * @return its claims; fails with UNAUTHORIZED or TOKEN_EXPIRED, or with SERVICE_UNAVAILABLE when no key can be had
     */
    public Future<AccessToken> verify(String token) {
        @Nullable Verified known = find(token);
        if (known != null) {
            return key(known.keyId())
                    .compose(verifier -> verifier.filter(current -> current == known.verifier())
                            .map(current -> accept(known.token()))
                            .orElseGet(() -> verify(verifier, token, known.keyId())));
        }
        Optional<String> keyId = token.length() > MAX_TOKEN_CHARS ? Optional.empty() : keyId(token);
        return keyId.map(id -> key(id).compose(verifier -> verify(verifier, token, id)))
                .orElseGet(() -> Future.failedFuture(unauthorized()));
    }

    /**
     * A token that was verified before and is good now, if that can be said at once; else {@link #verify} says what it
     * is.
     */
    Optional<AccessToken> remembered(String token) {
        @Nullable Verified known = find(token);
        if (known == null) {
            return Optional.empty();
        }
        Future<Optional<JWTAuth>> current = keys.find(known.keyId());
        boolean sameKey = current.succeeded()
                && current.result().filter(key -> key == known.verifier()).isPresent();
        return sameKey && refusal(known.token()).isEmpty() ? Optional.of(known.token()) : Optional.empty();
    }

    private @Nullable Verified find(String token) {
        @Nullable Verified known = endToVerified.getIfPresent(end(token));
        return known != null && known.text().equals(token) ? known : null;
    }

    private static String end(String token) {
        return token.substring(Math.max(0, token.length() - KEY_CHARS));
    }

    /** Whether a token that was good has expired since, or was ended early. */
    boolean isOver(AccessToken token) {
        return !clock.instant().isBefore(token.expiresAt()) || revocations.isRevoked(token);
    }

    /** How many tokens are remembered. */
    long remembered() {
        return endToVerified.estimatedSize();
    }

    private Future<Optional<JWTAuth>> key(String keyId) {
        return keys.find(keyId)
                .recover(e -> Future.failedFuture(
                        ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).causedBy(e)));
    }

    private Future<AccessToken> verify(Optional<JWTAuth> verifier, String token, String keyId) {
        return authenticate(verifier, token)
                .map(user -> read(user.attributes().getJsonObject("accessToken", new JsonObject())))
                .onSuccess(claims -> verifier.ifPresent(
                        current -> endToVerified.put(end(token), new Verified(token, current, keyId, claims))))
                .compose(this::accept);
    }

    /** A claim of an unexpected type makes the library throw instead of fail: to the client both are a bad token. */
    private static Future<User> authenticate(Optional<JWTAuth> verifier, String token) {
        return Future.succeededFuture(verifier)
                .compose(found ->
                        found.orElseThrow(TokenVerifier::unauthorized).authenticate(new TokenCredentials(token)))
                .recover(e -> Future.failedFuture(unauthorized()));
    }

    private Future<AccessToken> accept(AccessToken token) {
        return refusal(token)
                .<Future<AccessToken>>map(Future::failedFuture)
                .orElseGet(() -> Future.succeededFuture(token));
    }

    private Optional<ProblemException> refusal(AccessToken token) {
        if (!clock.instant().isBefore(token.expiresAt().plus(LEEWAY))) {
            return Optional.of(ProblemException.of(ProblemType.TOKEN_EXPIRED));
        }
        return revocations.isRevoked(token) ? Optional.of(unauthorized()) : Optional.empty();
    }

    private AccessToken read(JsonObject claims) {
        try {
            if (!issuer.equals(claims.getString("iss")) || !isForUs(claims.getValue("aud"))) {
                throw unauthorized();
            }
            JsonArray roles = claims.getJsonArray("roles", new JsonArray());
            return new AccessToken(
                    new UserId(uuid(claims, "sub")),
                    uuid(claims, "sid"),
                    text(claims, "email"),
                    text(claims, "first_name"),
                    text(claims, "last_name"),
                    text(claims, "city"),
                    text(claims, "country"),
                    roles.stream().map(Object::toString).collect(Collectors.toSet()),
                    instant(claims, "iat"),
                    instant(claims, "exp"));
        } catch (ClassCastException e) {
            throw unauthorized();
        }
    }

    private boolean isForUs(Object claim) {
        return claim instanceof JsonArray several ? several.contains(audience) : audience.equals(claim);
    }

    /** The key id, if the header asks for our algorithm. */
    private static Optional<String> keyId(String token) {
        int end = token.indexOf('.');
        if (end < 0) {
            return Optional.empty();
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, end));
            JsonObject json = new JsonObject(new String(header, StandardCharsets.UTF_8));
            return ALGORITHM.equals(json.getString("alg"))
                    ? Optional.ofNullable(json.getString("kid"))
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static UUID uuid(JsonObject claims, String name) {
        return Ids.parse(text(claims, name)).orElseThrow(TokenVerifier::unauthorized);
    }

    private static String text(JsonObject claims, String name) {
        return Optional.ofNullable(claims.getString(name)).orElseThrow(TokenVerifier::unauthorized);
    }

    private static Instant instant(JsonObject claims, String name) {
        return Instant.ofEpochSecond(
                Optional.ofNullable(claims.getLong(name)).orElseThrow(TokenVerifier::unauthorized));
    }

    private static ProblemException unauthorized() {
        return ProblemException.of(ProblemType.UNAUTHORIZED);
    }
}
