package co.anb.showcase.shared.tokens;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way of an access token into a service, against keys and revocations that come over HTTP. */
@Showcase
class BearerAuthIT {

    private final Vertx vertx;
    private final Tokens tokens;
    private final WebClient client;
    private final MovableClock clock = new MovableClock();

    private JwksClient keys;
    private RevocationClient revocations;
    private HttpServer server;

    BearerAuthIT(Vertx vertx, Tokens tokens) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.client = WebClient.create(vertx);
    }

    @BeforeEach
    void start() {
        tokens.failing(false);
        ConfigReader reader = ConfigReader.of(Map.of("AUTH_URL", tokens.authUrl(), "TOKENS_REVOCATIONS_POLL", "100ms"));
        TokenConfig config = TokenConfig.from(reader);
        RevocationList list = new RevocationList(Clock.systemUTC());
        keys = new JwksClient(vertx, config, clock);
        revocations = new RevocationClient(vertx, config, list, Clock.systemUTC());
        BearerAuth auth = new BearerAuth(
                new TokenVerifier(keys, list, config.issuer(), config.audience(), 1_000, Clock.systemUTC()));
        Edge edge = new Edge(vertx, HttpConfig.from(reader, 0), new Lifecycle());
        Router router = edge.router();
        router.get("/mine").handler(auth.required()).handler(edge.reply(ctx -> who(BearerAuth.token(ctx))));
        router.get("/maybe")
                .handler(auth.optional())
                .handler(edge.reply(ctx -> BearerAuth.find(ctx)
                        .map(BearerAuthIT::who)
                        .orElse(Future.succeededFuture(Reply.ok(new JsonObject())))));
        router.get("/admin")
                .handler(auth.required())
                .handler(BearerAuth.role(AccessToken.ADMIN))
                .handler(edge.reply(ctx -> who(BearerAuth.token(ctx))));
        await(keys.start());
        await(revocations.start());
        server = await(edge.listen(router));
    }

    @AfterEach
    void stop() {
        keys.close();
        revocations.close();
        await(server.close());
    }

    @Test
    void aGoodTokenTellsWhoIsCalling() {
        JsonObject claims = tokens.claims();

        HttpResponse<Buffer> response = get("/mine", "Bearer " + tokens.mint(claims));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsJsonObject().getString("id")).isEqualTo(claims.getString("sub"));
        assertThat(response.bodyAsJsonObject().getString("city")).isEqualTo("Bogotá");
    }

    static Stream<Named<Function<Tokens, String>>> badTokens() {
        return Stream.of(
                Named.of("unsigned", Tokens::unsigned),
                Named.of("signed with another key", Tokens::signedWithOtherKey),
                Named.of("unknown key id", Tokens::withUnknownKeyId),
                Named.of("HMAC with the public key", Tokens::signedWithPublicKeyAsSecret),
                Named.of("tampered", Tokens::tampered),
                Named.of("another audience", t -> t.mint(t.claims().put("aud", "elsewhere"))),
                Named.of("another issuer", t -> t.mint(t.claims().put("iss", "elsewhere"))),
                Named.of("no subject", t -> t.mint(without(t.claims(), "sub"))),
                Named.of("subject is no UUID", t -> t.mint(t.claims().put("sub", "1"))),
                Named.of("claim of another type", t -> t.mint(t.claims().put("exp", "soon"))),
                Named.of("no expiry", t -> t.mint(without(t.claims(), "exp"))),
                Named.of("huge", t -> t.mint(t.claims().put("x", "x".repeat(9_000)))));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void aBadTokenIsRefusedAndSaidToBeBad(Function<Tokens, String> maker) {
        HttpResponse<Buffer> response = get("/mine", "Bearer " + maker.apply(tokens));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(code(response)).isEqualTo("UNAUTHORIZED");
        assertThat(response.getHeader("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @Test
    void anExpiredTokenIsToldFromABadOne() {
        HttpResponse<Buffer> response = get("/mine", "Bearer " + tokens.expired());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(code(response)).isEqualTo("TOKEN_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "Bearer a", "Bearer a.b", "Bearer ....", "token"})
    void aMalformedHeaderIsRefusedOnEveryRoute(String header) {
        assertThat(get("/mine", header).statusCode()).isEqualTo(401);
        assertThat(get("/maybe", header).statusCode()).isEqualTo(401);
    }

    @Test
    void withoutAHeaderOnlyTheOptionalRouteAnswers() {
        assertThat(await(client.get(server.actualPort(), "127.0.0.1", "/maybe").send())
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<Buffer> refused =
                await(client.get(server.actualPort(), "127.0.0.1", "/mine").send());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aRoleIsRequired() {
        JsonObject admin = tokens.claims().put("roles", new JsonArray().add("admin"));

        assertThat(get("/admin", "Bearer " + tokens.mint(admin)).statusCode()).isEqualTo(200);
        assertThat(get("/admin", "Bearer " + tokens.mint()).statusCode()).isEqualTo(403);
    }

    @Test
    void anEndedSessionAndADisabledAccountAreRefusedWithinAPoll() {
        JsonObject session = tokens.claims();
        JsonObject account = tokens.claims();
        String ofSession = "Bearer " + tokens.mint(session);
        String ofAccount = "Bearer " + tokens.mint(account);
        assertThat(get("/mine", ofSession).statusCode()).isEqualTo(200);
        assertThat(get("/mine", ofAccount).statusCode()).isEqualTo(200);

        tokens.revokeSession(session.getString("sid"));
        tokens.revokeUser(UUID.fromString(account.getString("sub")));

        await().untilAsserted(
                        () -> assertThat(get("/mine", ofSession).statusCode()).isEqualTo(401));
        await().untilAsserted(
                        () -> assertThat(get("/mine", ofAccount).statusCode()).isEqualTo(401));
    }

    @Test
    void whenAuthIsAwayKnownKeysAndRevocationsStayInForce() {
        JsonObject ended = tokens.claims();
        tokens.revokeSession(ended.getString("sid"));
        String good = "Bearer " + tokens.mint();
        await().until(() -> get("/mine", "Bearer " + tokens.mint(ended)).statusCode() == 401);

        tokens.failing(true);
        await().until(() -> revocations.age().toMillis() > 300);

        assertThat(get("/mine", good).statusCode()).isEqualTo(200);
        assertThat(get("/mine", "Bearer " + tokens.mint(ended)).statusCode()).isEqualTo(401);
    }

    @Test
    void aNewKeyIsFetchedWhenItsTokenComesButMadeUpIdsCannotHammerAuth() {
        clock.advance(Duration.ofSeconds(11));
        tokens.rotate();
        int before = tokens.jwksRequests();

        assertThat(get("/mine", "Bearer " + tokens.mint()).statusCode()).isEqualTo(200);
        String madeUp = "Bearer " + tokens.withUnknownKeyId();
        for (int i = 0; i < 20; i++) {
            assertThat(get("/mine", madeUp).statusCode()).isEqualTo(401);
        }

        assertThat(tokens.jwksRequests() - before).isEqualTo(1);
    }

    private HttpResponse<Buffer> get(String path, String authorization) {
        return await(client.get(server.actualPort(), "127.0.0.1", path)
                .putHeader("Authorization", authorization)
                .send());
    }

    private static String code(HttpResponse<Buffer> response) {
        return response.bodyAsJsonObject().getString("error_code");
    }

    private static Future<Reply> who(AccessToken token) {
        return Future.succeededFuture(
                Reply.ok(new JsonObject().put("id", token.userId().toString()).put("city", token.city())));
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }
}
