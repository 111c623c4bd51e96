package co.anb.showcase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.auth.AuthNode.Login;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person does: sign up, log in, look at himself, log out. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthIT {

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
    @ValueSource(strings = {"/api/auth", "/auth/api/v1"})
    void wholeWayWorksUnderBothPrefixes(String prefix) {
        String email = AuthNode.freshEmail();
        HttpResponse<Buffer> created = node.post(prefix + "/signup", AuthNode.signUpBody(email));
        HttpResponse<Buffer> opened = node.post(
                prefix + "/login/", new JsonObject().put("email", email).put("password", AuthNode.PASSWORD));
        String token = opened.bodyAsJsonObject().getString("access_token");
        HttpResponse<Buffer> me = node.get(prefix + "/me", token);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.bodyAsJsonObject().getString("first_name")).isEqualTo("Ñandú");
        assertThat(me.bodyAsJsonObject().getString("id"))
                .isEqualTo(created.bodyAsJsonObject().getString("id"));
    }

    @Test
    void accessTokenHoldsTheClaimsOfTheContract() {
        Login login = node.newLogin();
        JsonObject claims = claims(login.access());

        assertThat(claims.fieldNames())
                .containsExactlyInAnyOrder(
                        "sub",
                        "email",
                        "first_name",
                        "last_name",
                        "city",
                        "country",
                        "roles",
                        "sid",
                        "iss",
                        "aud",
                        "iat",
                        "exp");
        assertThat(claims.getString("sub")).isEqualTo(login.id());
        assertThat(claims.getString("city")).isEqualTo("Bogotá");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(3_600);
    }

    @Test
    void keyIdOfTheTokenIsPublished() {
        Login login = node.newLogin();
        JsonObject header = part(login.access(), 0);
        HttpResponse<Buffer> keys =
                Await.await(node.client.get("/auth/.well-known/jwks.json").send());

        assertThat(header.getString("alg")).isEqualTo("RS256");
        assertThat(keys.bodyAsString()).contains(header.getString("kid"));
        assertThat(Await.await(node.client
                                .get("/auth/.well-known/jwks.json")
                                .header("If-None-Match", keys.getHeader("ETag"))
                                .send())
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void logsInByForm() {
        Login login = node.newLogin();
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("username", login.email())
                .add("password", AuthNode.PASSWORD);

        HttpResponse<Buffer> answer =
                Await.await(node.client.post("/api/auth/login").sendForm(form));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.bodyAsJsonObject().getString("token_type")).isEqualTo("Bearer");
    }

    @Test
    void expiryIsToldAsInstants() {
        JsonObject tokens =
                node.logIn(node.newLogin().email(), AuthNode.PASSWORD).bodyAsJsonObject();
        Instant access = Instant.parse(tokens.getString("expires_in_access"));

        assertThat(access.getEpochSecond())
                .isEqualTo(claims(tokens.getString("access_token")).getLong("exp"));
        assertThat(Instant.parse(tokens.getString("expires_in_refresh"))).isAfter(access);
    }

    @Test
    void emailIsOneAddressInAnyCase() {
        Login login = node.newLogin();
        String upper = login.email().toUpperCase(java.util.Locale.ROOT);

        assertThat(node.logIn(upper, AuthNode.PASSWORD).statusCode()).isEqualTo(200);
        HttpResponse<Buffer> again = node.post("/api/auth/signup", AuthNode.signUpBody(upper));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.bodyAsJsonObject().getString("error_code")).isEqualTo("DUPLICATE_EMAIL");
        assertThat(again.bodyAsJsonObject().getString("detail")).contains("email");
    }

    @Test
    void passwordIsTakenVerbatim() {
        String email = AuthNode.freshEmail();
        String password = "  ñ 🏀 ' OR '1'='1  ";
        JsonObject body = AuthNode.signUpBody(email).put("password1", password).put("password2", password);

        assertThat(node.post("/api/auth/signup", body).statusCode()).isEqualTo(201);
        assertThat(node.logIn(email, password.strip()).statusCode()).isEqualTo(401);
        assertThat(node.logIn(email, password).statusCode()).isEqualTo(200);
    }

    @Test
    void logoutEndsTheSessionAtOnce() {
        Login login = node.newLogin();

        assertThat(node.logOut(login.access()).statusCode()).isEqualTo(204);

        assertThat(node.get("/api/auth/me", login.access()).statusCode()).isEqualTo(401);
        assertThat(node.logOut(login.access()).statusCode()).isEqualTo(401);
        assertThat(node.refresh(login.refresh()).statusCode()).isEqualTo(401);
    }

    @Test
    void statusIsOk() {
        HttpResponse<Buffer> status =
                Await.await(node.client.get("/auth/api/v1/status").send());

        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.bodyAsJsonObject().getString("status")).isEqualTo("ok");
    }

    static JsonObject claims(String token) {
        return part(token, 1);
    }

    static JsonObject part(String token, int index) {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
        return new JsonObject(new String(json, StandardCharsets.UTF_8));
    }
}
