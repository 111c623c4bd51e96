package co.anb.showcase.shared.tokens;

import static co.anb.showcase.testkit.Await.await;
import static co.anb.showcase.testkit.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.web.client.WebClient;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a verifier remembers of a token, and what it asks each time. */
@Showcase
class TokenCacheIT {

    private static final int BOUND = 10;

    private final Vertx vertx;
    private final Tokens tokens;
    private final MovableClock clock = new MovableClock();
    private final AtomicInteger signaturesChecked = new AtomicInteger();
    private final Set<UUID> endedSessions = new HashSet<>();
    private Jwks keys = Jwks.EMPTY;
    private Optional<JWTAuth> counting = Optional.empty();
    private TokenVerifier target;

    TokenCacheIT(Vertx vertx, Tokens tokens) {
        this.vertx = vertx;
        this.tokens = tokens;
    }

    @BeforeEach
    void start() {
        signaturesChecked.set(0);
        WebClient client = WebClient.create(vertx);
        keys = Jwks.of(vertx, await(client.getAbs(tokens.jwksUrl()).send()).bodyAsJsonObject());
        client.close();
        counting = keys.find(keys.keyIds().get(0)).map(this::counting);
        target = new TokenVerifier(
                keyId -> Future.succeededFuture(keys.find(keyId).isPresent() ? counting : Optional.empty()),
                token -> endedSessions.contains(token.sessionId()),
                Tokens.ISSUER,
                Tokens.AUDIENCE,
                BOUND,
                clock);
    }

    @Test
    void signatureOfATokenIsCheckedOnce() {
        String token = tokens.mint();

        assertThat(target.remembered(token)).isEmpty();
        AccessToken first = await(target.verify(token));

        assertThat(await(target.verify(token))).isSameAs(first);
        assertThat(target.remembered(token)).containsSame(first);
        assertThat(signaturesChecked).hasValue(1);
    }

    @Test
    void tokenWithTheSameEndIsAnotherToken() {
        String token = tokens.mint();
        await(target.verify(token));
        String forged = token.replaceFirst("\\.[^.]+\\.", "." + "e30" + ".");

        assertThat(forged).isNotEqualTo(token).endsWith(token.substring(token.length() - 100));
        assertThat(target.remembered(forged)).isEmpty();
        assertThat(isUnauthorized(forged)).isTrue();
        assertThat(target.remembered(token)).isPresent();
    }

    @Test
    void expiryIsAskedEachTime() {
        String token = tokens.mint();
        await(target.verify(token));

        clock.advance(Duration.ofMinutes(61));

        assertThat(ProblemException.is(ProblemType.TOKEN_EXPIRED, failure(target.verify(token))))
                .isTrue();
        assertThat(target.remembered(token)).isEmpty();
    }

    @Test
    void revocationIsAskedEachTime() {
        JsonObject claims = tokens.claims();
        String token = tokens.mint(claims);
        await(target.verify(token));

        endedSessions.add(UUID.fromString(claims.getString("sid")));

        assertThat(isUnauthorized(token)).isTrue();
        assertThat(target.remembered(token)).isEmpty();
    }

    @Test
    void keyThatIsPublishedNoMoreVerifiesNothing() {
        String token = tokens.mint();
        await(target.verify(token));

        keys = Jwks.EMPTY;

        assertThat(isUnauthorized(token)).isTrue();
        assertThat(target.remembered(token)).isEmpty();
    }

    @Test
    void keyThatWasReplacedUnderItsIdIsAskedAgain() {
        String token = tokens.mint();
        await(target.verify(token));

        counting = keys.find(keys.keyIds().get(0)).map(this::counting);
        assertThat(target.remembered(token)).isEmpty();
        await(target.verify(token));

        assertThat(signaturesChecked).hasValue(2);
    }

    /** Else everybody who votes would be verified anew, at the same moment, each time that the keys are fetched. */
    @Test
    void keysThatAreFetchedAgainForgetNobody() {
        TokenConfig config = TokenConfig.from(
                ConfigReader.of(Map.of("TOKENS_JWKS_URL", tokens.jwksUrl(), "TOKENS_JWKS_REFRESH", "1s")));
        JwksClient fetched = new JwksClient(vertx, config, Clock.systemUTC());
        await(fetched.start());
        TokenVerifier verifier =
                new TokenVerifier(fetched, token -> false, Tokens.ISSUER, Tokens.AUDIENCE, BOUND, Clock.systemUTC());
        String token = tokens.mint();
        AccessToken first = await(verifier.verify(token));
        int before = tokens.jwksRequests();

        org.awaitility.Awaitility.await().until(() -> tokens.jwksRequests() >= before + 2);

        assertThat(verifier.remembered(token)).containsSame(first);
        fetched.close();
    }

    @Test
    void refusedTokensAndThoseBeyondTheBoundAreNotRemembered() {
        String bad = tokens.tampered();
        assertThat(isUnauthorized(bad)).isTrue();
        assertThat(isUnauthorized(bad)).isTrue();
        assertThat(signaturesChecked).hasValue(2);

        for (int i = 0; i < 20 * BOUND; i++) {
            await(target.verify(tokens.mint()));
        }

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(target.remembered()).isLessThanOrEqualTo(BOUND));
    }

    private boolean isUnauthorized(String token) {
        return ProblemException.is(ProblemType.UNAUTHORIZED, failure(target.verify(token)));
    }

    private JWTAuth counting(JWTAuth verifier) {
        return (JWTAuth) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JWTAuth.class}, (self, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return self == arguments[0];
                    }
                    signaturesChecked.incrementAndGet();
                    return method.invoke(verifier, arguments);
                });
    }
}
