package co.anb.showcase.shared.tokens;

import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
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

/**
 * Decides whether an access token is good: signed with RS256 by a published key (RFC 7519, RFC 8725 §3.1: the algorithm
 * is ours to choose, not the token's), for this audience, by this issuer, not expired, not revoked. Safe for all
 * threads.
 */
public final class TokenVerifier {

    private static final String ALGORITHM = "RS256";
    private static final int MAX_TOKEN_CHARS = 8_000;
    /** Clocks of two machines differ a little. */
    private static final Duration LEEWAY = Duration.ofSeconds(2);

    private final KeySource keys;
    private final Revocations revocations;
    private final String issuer;
    private final String audience;
    private final Clock clock;

    /** A verifier for one issuer and audience. */
    public TokenVerifier(KeySource keys, Revocations revocations, String issuer, String audience, Clock clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /**
     * Verifies a token.
     *
     * @param token the compact form (RFC 7515 §7.1)
     * @return its claims; fails with UNAUTHORIZED or TOKEN_EXPIRED, or with SERVICE_UNAVAILABLE when no key can be had
     */
    public Future<AccessToken> verify(String token) {
        Optional<String> keyId = token.length() > MAX_TOKEN_CHARS ? Optional.empty() : keyId(token);
        if (keyId.isEmpty()) {
            return Future.failedFuture(unauthorized());
        }
        return keys.find(keyId.get())
                .recover(e -> Future.failedFuture(
                        ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).causedBy(e)))
                .compose(verifier -> authenticate(verifier, token))
                .map(this::accept);
    }

    /** A claim of an unexpected type makes the library throw instead of fail: to the client both are a bad token. */
    private static Future<User> authenticate(Optional<JWTAuth> verifier, String token) {
        return Future.succeededFuture(verifier)
                .compose(found ->
                        found.orElseThrow(TokenVerifier::unauthorized).authenticate(new TokenCredentials(token)))
                .recover(e -> Future.failedFuture(unauthorized()));
    }

    private AccessToken accept(User user) {
        JsonObject claims = user.attributes().getJsonObject("accessToken", new JsonObject());
        AccessToken token = read(claims);
        if (!clock.instant().isBefore(token.expiresAt().plus(LEEWAY))) {
            throw ProblemException.of(ProblemType.TOKEN_EXPIRED);
        }
        if (revocations.isRevoked(token)) {
            throw unauthorized();
        }
        return token;
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
