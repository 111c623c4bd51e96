package co.anb.showcase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.auth.AuthNode.Login;
import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the service says no. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {

    private AuthNode node;

    @BeforeAll
    void start(Vertx vertx, ShowcaseServices services) {
        node = AuthNode.start(vertx, services.databaseUrl("auth"));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({
        "first_name, ''",
        "first_name, '   '",
        "last_name, ''",
        "email, no-es-un-email",
        "email, 'a b@example.com'",
        "email, a@b",
        "password1, corta12",
        "city, ''",
        "country, ''"
    })
    void signUpNamesTheMemberAtFault(String member, String value) {
        JsonObject body = AuthNode.signUpBody(AuthNode.freshEmail()).put(member, value);

        HttpResponse<Buffer> answer = node.post("/api/auth/signup", body);

        assertProblem(answer, 400, "VALIDATION_ERROR");
        assertThat(answer.bodyAsJsonObject().getJsonArray("errors").encode()).contains("#/" + member);
    }

    @Test
    void signUpNamesAllMembersTogether() {
        HttpResponse<Buffer> answer = node.post("/api/auth/signup", new JsonObject().put("email", 7));

        assertProblem(answer, 400, "VALIDATION_ERROR");
        assertThat(answer.bodyAsJsonObject().getJsonArray("errors")).hasSize(7);
    }

    @Test
    void differentPasswordsHaveTheirOwnCode() {
        JsonObject body = AuthNode.signUpBody(AuthNode.freshEmail()).put("password2", "otra contraseña");

        assertProblem(node.post("/api/auth/signup", body), 400, "PASSWORD_MISMATCH");
    }

    @Test
    void passwordIsMeasuredInBytesToo() {
        String password = "🏀".repeat(300);
        JsonObject body = AuthNode.signUpBody(AuthNode.freshEmail())
                .put("password1", password)
                .put("password2", password);

        assertProblem(node.post("/api/auth/signup", body), 400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/auth/signup", "/api/auth/login", "/auth/api/v1/refresh"})
    void bodyMustBeAJsonObject(String path) {
        for (String text : List.of("{\"email\": ", "[]", "\"x\"", "", "null")) {
            HttpResponse<Buffer> answer =
                    Await.await(node.client.post(path).sendBytes("application/json", Buffer.buffer(text)));
            assertProblem(answer, 400, "VALIDATION_ERROR");
        }
        Buffer large = Buffer.buffer("{\"email\":\"" + "x".repeat(70 << 10) + "\"}");
        assertProblem(
                Await.await(node.client.post(path).sendBytes("application/json", large)), 413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void wrongPasswordAndUnknownEmailAreAnsweredAlike() {
        HttpResponse<Buffer> wrong = node.logIn(node.newLogin().email(), "otra contraseña");
        HttpResponse<Buffer> unknown = node.logIn(AuthNode.freshEmail(), "otra contraseña");
        HttpResponse<Buffer> trick = node.logIn("' OR '1'='1' --", "' OR '1'='1");

        for (HttpResponse<Buffer> answer : List.of(wrong, unknown, trick)) {
            assertProblem(answer, 401, "INVALID_CREDENTIALS");
            assertThat(answer.bodyAsJsonObject().getString("detail")).isEqualTo("Email o contraseña incorrectos.");
        }
    }

    @Test
    void tricksInNamesAreOnlyText() {
        String trick = "Robert'); DROP TABLE accounts;--";
        JsonObject body = AuthNode.signUpBody(AuthNode.freshEmail()).put("first_name", trick);

        assertThat(node.post("/api/auth/signup", body).bodyAsJsonObject().getString("first_name"))
                .isEqualTo(trick);
    }

    @Test
    void tokensThatAreNotOursAreRefused(Tokens tokens) {
        Login login = node.newLogin();
        String good = login.access();
        JsonObject claims = AuthIT.claims(good);
        String cut = good.substring(0, good.lastIndexOf('.') + 1);
        List<String> bad = List.of(
                tokens.mint(claims),
                tokens.unsigned(),
                tokens.signedWithOtherKey(),
                tokens.signedWithPublicKeyAsSecret(),
                tokens.tampered(),
                cut,
                cut + "AAAA",
                "x",
                "a.b.c",
                "x".repeat(9_000));

        assertThat(node.get("/api/auth/me", good).statusCode()).isEqualTo(200);
        for (String token : bad) {
            assertProblem(node.get("/api/auth/me", token), 401, "UNAUTHORIZED");
        }
        assertProblem(Await.await(node.client.get("/api/auth/me").send()), 401, "UNAUTHORIZED");
        assertProblem(
                Await.await(node.client
                        .get("/api/auth/me")
                        .header("Authorization", "Basic eDp5")
                        .send()),
                401,
                "UNAUTHORIZED");
        assertProblem(node.refresh("unknown"), 401, "UNAUTHORIZED");
    }

    @Test
    void expiredTokenIsToldFromABadOne(Vertx vertx, ShowcaseServices services) {
        Clock past = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
        String url = services.databaseUrl("auth");
        try (AuthNode old = AuthNode.of(vertx, AuthNode.starting(vertx, past, url))) {
            String token = old.newLogin().access();

            assertThat(old.get("/api/auth/me", token).statusCode()).isEqualTo(200);
            assertProblem(node.get("/api/auth/me", token), 401, "TOKEN_EXPIRED");
        }
    }

    @Test
    void httpItselfIsAnsweredWithProblems() {
        assertProblem(Await.await(node.client.get("/api/auth/login").send()), 405, "METHOD_NOT_ALLOWED");
        assertProblem(Await.await(node.client.get("/auth/nothing").send()), 404, "NOT_FOUND");
        HttpResponse<Buffer> headers = Await.await(node.client
                .request(HttpMethod.GET, "/api/auth/status")
                .header("X-Large", "x".repeat(20_000))
                .send());
        assertThat(headers.statusCode()).isEqualTo(431);
    }

    @Test
    void guessingIsSlowedDown(Vertx vertx, ShowcaseServices services) {
        try (AuthNode strict = AuthNode.start(vertx, services.databaseUrl("auth"), "AUTH_LOGIN_FAILURES", "3")) {
            Login login = strict.newLogin();
            IntStream.range(0, 3)
                    .forEach(i -> assertThat(
                                    strict.logIn(login.email(), "mal mal mal").statusCode())
                            .isEqualTo(401));

            HttpResponse<Buffer> refused = strict.logIn(login.email(), AuthNode.PASSWORD);
            assertProblem(refused, 429, "RATE_LIMITED");
            JsonObject body = new JsonObject().put("email", login.email()).put("password", AuthNode.PASSWORD);
            assertThat(Await.await(strict.client
                                    .post("/api/auth/login")
                                    .header("X-Forwarded-For", "203.0.113.9")
                                    .sendJson(body))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void addressAndQueueHaveBounds(Vertx vertx, ShowcaseServices services) {
        try (AuthNode small = AuthNode.start(
                vertx,
                services.databaseUrl("auth"),
                "AUTH_LOGINS_PER_MINUTE",
                "20",
                "AUTH_HASHING_QUEUE",
                "1",
                "AUTH_HASHING_THREADS",
                "1")) {
            JsonObject body = new JsonObject().put("email", "x@example.com").put("password", "12345678");
            var answers = IntStream.range(0, 40)
                    .mapToObj(i -> small.client.post("/api/auth/login").sendJson(body))
                    .toList();
            Await.await(io.vertx.core.Future.all(answers));
            List<Integer> statuses =
                    answers.stream().map(answer -> answer.result().statusCode()).toList();

            assertThat(statuses).contains(401, 429, 503).containsOnly(401, 429, 503);
        }
    }

    @Test
    void wrongKeyEncryptionKeyStopsTheStart(Vertx vertx, ShowcaseServices services) {
        String other = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
        Throwable failure = Await.failure(AuthNode.starting(
                vertx, Clock.systemUTC(), services.databaseUrl("auth"), "AUTH_KEY_ENCRYPTION_KEY", other));

        assertThat(failure).isInstanceOf(ConfigException.class).hasMessageContaining("auth.key-encryption-key");
    }

    @Test
    void databaseThatGoesAwayIs503AndComesBack(ShowcaseServices services) throws Exception {
        // Pools are shared by name within a Vert.x, and this one's must lead through the proxy.
        Vertx vertx = Vertx.vertx();
        String url = services.databaseUrl("auth");
        try (FaultProxy proxy = FaultProxy.to(URI.create(url).getPort());
                AuthNode away = AuthNode.start(vertx, proxy.through(url), "DB_ACQUIRE_TIMEOUT", "1s")) {
            Login login = away.newLogin();
            proxy.refuse(true);
            proxy.cut();

            assertProblem(away.logIn(login.email(), AuthNode.PASSWORD), 503, "SERVICE_UNAVAILABLE");
            assertThat(away.get("/api/auth/me", login.access()).statusCode()).isEqualTo(503);
            Awaitility.await().until(() -> status(away).equals("degraded"));
            proxy.refuse(false);
            Awaitility.await().until(() -> status(away).equals("ok"));
            assertThat(away.logIn(login.email(), AuthNode.PASSWORD).statusCode())
                    .isEqualTo(200);
        } finally {
            Await.await(vertx.close());
        }
    }

    private static String status(AuthNode node) {
        return Await.await(node.client.get("/api/auth/status").send())
                .bodyAsJsonObject()
                .getString("status");
    }

    private static void assertProblem(HttpResponse<Buffer> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        assertThat(answer.bodyAsJsonObject().getString("error_code")).isEqualTo(code);
    }
}
