package co.anb.showcase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.auth.AuthNode.Login;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sessions and accounts on two nodes over one database: what one ends, the other refuses. */
@Showcase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {

    private static final String ADMIN = "admin@example.com";

    private AuthNode node;
    private AuthNode other;
    private Login admin;

    @BeforeAll
    void start(Vertx vertx, ShowcaseServices services) {
        String[] more = {"AUTH_ADMIN_EMAIL", ADMIN, "AUTH_ADMIN_PASSWORD", AuthNode.PASSWORD};
        String url = services.databaseUrl("auth");
        var clock = java.time.Clock.systemUTC();
        var first = AuthNode.starting(vertx, clock, url, more);
        var second = AuthNode.starting(vertx, clock, url, more);
        node = AuthNode.of(vertx, first);
        other = AuthNode.of(vertx, second);
        JsonObject me = node.get("/api/auth/me", node.login(ADMIN, "").access()).bodyAsJsonObject();
        admin = node.login(ADMIN, me.getString("id"));
    }

    @AfterAll
    void stop() {
        node.close();
        other.close();
    }

    @Test
    void twoNodesThatStartTogetherMakeOneKeyAndOneAdministrator() {
        JsonArray keys = keys(node);

        assertThat(keys).hasSize(1);
        assertThat(keys(other)).isEqualTo(keys);
        assertThat(node.get("/api/auth/me", admin.access()).bodyAsJsonObject().getJsonArray("roles"))
                .containsExactly("admin");
    }

    @Test
    void ofFiftyRefreshesOfOneTokenOneSucceedsAndTheSessionEnds() {
        Login login = node.newLogin();
        JsonObject body = new JsonObject().put("refresh_token", login.refresh());
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> (i % 2 == 0 ? node : other)
                        .client
                        .post("/api/auth/refresh")
                        .sendJson(body))
                .toList();
        Await.await(Future.all(answers));
        var won = answers.stream()
                .map(Future::result)
                .filter(answer -> answer.statusCode() == 200)
                .toList();

        assertThat(won).hasSize(1);
        assertThat(answers)
                .allMatch(answer ->
                        answer.result().statusCode() == 200 || answer.result().statusCode() == 401);
        JsonObject fresh = won.get(0).bodyAsJsonObject();
        assertThat(node.get("/api/auth/me", fresh.getString("access_token")).statusCode())
                .isEqualTo(401);
        assertThat(other.refresh(fresh.getString("refresh_token")).statusCode()).isEqualTo(401);
    }

    @Test
    void refreshRotatesAndTheChainGoesOn() {
        Login login = node.newLogin();
        JsonObject second = other.refresh(login.refresh()).bodyAsJsonObject();
        HttpResponse<Buffer> third = node.refresh(second.getString("refresh_token"));

        assertThat(second.getString("refresh_token")).isNotEqualTo(login.refresh());
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(other.refresh(login.refresh()).statusCode()).isEqualTo(401);
        assertThat(node.refresh(third.bodyAsJsonObject().getString("refresh_token"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void logoutIsKnownOnTheOtherNodeAndInTheList() {
        Login login = node.newLogin();
        long before = revocations(node, 0).getLong("seq");
        assertThat(node.logOut(login.access()).statusCode()).isEqualTo(204);

        assertThat(other.get("/api/auth/me", login.access()).statusCode()).isEqualTo(401);
        JsonObject news = revocations(other, before);
        assertThat(news.getJsonArray("revocations").encode())
                .contains(AuthIT.claims(login.access()).getString("sid"));
        assertThat(news.getLong("seq")).isGreaterThan(before);
        assertThat(revocations(node, news.getLong("seq")).getJsonArray("revocations"))
                .isEmpty();
    }

    @Test
    void numberFromTheFutureGetsTheWholeList() {
        node.logOut(node.newLogin().access());

        assertThat(revocations(node, 1L << 40).getJsonArray("revocations")).isNotEmpty();
    }

    @Test
    void disabledAccountIsRefusedEverywhere() {
        Login login = node.newLogin();
        assertThat(patch(login.id(), new JsonObject().put("is_active", false)).statusCode())
                .isEqualTo(200);

        assertThat(other.get("/api/auth/me", login.access()).statusCode()).isEqualTo(401);
        assertThat(other.refresh(login.refresh()).statusCode()).isEqualTo(401);
        assertThat(other.logIn(login.email(), AuthNode.PASSWORD).statusCode()).isEqualTo(401);
        assertThat(revocations(node, 0).encode())
                .contains(AuthIT.claims(login.access()).getString("sid"));
        assertThat(patch(login.id(), new JsonObject().put("is_active", true)).statusCode())
                .isEqualTo(200);
        String again =
                node.logIn(login.email(), AuthNode.PASSWORD).bodyAsJsonObject().getString("access_token");
        assertThat(other.get("/api/auth/me", again).statusCode()).isEqualTo(200);
    }

    @Test
    void lastAdministratorStays() {
        HttpResponse<Buffer> disabled = patch(admin.id(), new JsonObject().put("is_active", false));
        HttpResponse<Buffer> demoted = patch(admin.id(), new JsonObject().put("roles", new JsonArray()));

        assertThat(disabled.statusCode()).isEqualTo(409);
        assertThat(demoted.statusCode()).isEqualTo(409);
        assertThat(node.get("/api/auth/me", admin.access()).statusCode()).isEqualTo(200);
    }

    @Test
    void rolesCountFromTheNextRequestAndTheirLossEndsTheSession() {
        Login login = node.newLogin();
        String path = "/api/auth/sessions?user_id=" + admin.id();
        assertThat(node.get(path, login.access()).statusCode()).isEqualTo(403);
        patch(login.id(), new JsonObject().put("roles", new JsonArray().add("admin")));
        assertThat(other.get(path, login.access()).statusCode()).isEqualTo(200);
        patch(login.id(), new JsonObject().put("roles", new JsonArray()));

        assertThat(other.get(path, login.access()).statusCode()).isEqualTo(401);
    }

    @Test
    void changesOfAccountsAreForAdministrators() {
        Login login = node.newLogin();
        JsonObject body = new JsonObject().put("is_active", false);
        String unknown = UUID.randomUUID().toString();

        assertThat(Await.await(node.client
                                .patch("/api/auth/accounts/" + admin.id())
                                .bearer(login.access())
                                .sendJson(body))
                        .statusCode())
                .isEqualTo(403);
        assertThat(patch(unknown, body).statusCode()).isEqualTo(404);
        assertThat(patch("not-a-uuid", body).statusCode()).isEqualTo(404);
        assertThat(patch(login.id(), new JsonObject()).statusCode()).isEqualTo(400);
        assertThat(patch(login.id(), new JsonObject().put("roles", new JsonArray().add("Not a role")))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void ownSessionsAreListedAndEnded() {
        Login first = node.newLogin();
        Login second = node.login(first.email(), first.id());
        String path = "/auth/api/v1/sessions";
        JsonArray open = other.get(path, second.access()).bodyAsJsonArray();
        String old = AuthIT.claims(first.access()).getString("sid");

        assertThat(open).hasSize(2);
        assertThat(open.getJsonObject(0).getBoolean("current")).isTrue();
        assertThat(delete(path + "/" + old, second.access())).isEqualTo(204);
        assertThat(delete(path + "/" + old, second.access())).isEqualTo(404);
        assertThat(delete(path + "/" + old, admin.access())).isEqualTo(404);
        assertThat(delete(path + "/x", second.access())).isEqualTo(404);
        assertThat(other.get("/api/auth/me", first.access()).statusCode()).isEqualTo(401);
        assertThat(delete(path + "?user_id=" + first.id(), admin.access())).isEqualTo(204);
        assertThat(other.get("/api/auth/me", second.access()).statusCode()).isEqualTo(401);
        assertThat(node.get(path + "?user_id=nobody", admin.access()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void ofTwoEqualSignUpsOneSucceeds() {
        JsonObject body = AuthNode.signUpBody(AuthNode.freshEmail());
        var answers = IntStream.range(0, 10)
                .mapToObj(i -> (i % 2 == 0 ? node : other)
                        .client
                        .post("/api/auth/signup")
                        .sendJson(body))
                .toList();
        Await.await(Future.all(answers));

        assertThat(answers.stream().filter(answer -> answer.result().statusCode() == 201))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.result().statusCode() == 400))
                .hasSize(9);
    }

    private HttpResponse<Buffer> patch(String id, JsonObject body) {
        return Await.await(node.client
                .patch("/auth/api/v1/accounts/" + id)
                .bearer(admin.access())
                .sendJson(body));
    }

    private int delete(String path, String token) {
        return Await.await(node.client.delete(path).bearer(token).send()).statusCode();
    }

    private static JsonObject revocations(AuthNode node, long after) {
        return Await.await(
                        node.client.get("/internal/revocations?after=" + after).send())
                .bodyAsJsonObject();
    }

    private static JsonArray keys(AuthNode node) {
        return Await.await(node.client.get("/auth/.well-known/jwks.json").send())
                .bodyAsJsonObject()
                .getJsonArray("keys");
    }
}
