package co.anb.showcase.auth;

import co.anb.showcase.shared.launcher.RunningService;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.observe.ProcessMetrics;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One running Auth service on a free port, and a client of it that keeps the contract. */
final class AuthNode implements AutoCloseable {

    static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    static final String PASSWORD = "contraseña larga ñ";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    final ContractClient client;
    final RunningService service;

    private AuthNode(Vertx vertx, RunningService service) {
        this.service = service;
        this.client = ContractClient.to(vertx, service.port());
    }

    /** A service whose hashes are cheap; more configuration may be given as name, value, name, value … */
    static AuthNode start(Vertx vertx, String databaseUrl, String... more) {
        return of(vertx, starting(vertx, Clock.systemUTC(), databaseUrl, more));
    }

    static AuthNode of(Vertx vertx, Future<RunningService> starting) {
        return new AuthNode(vertx, Await.await(starting));
    }

    static Future<RunningService> starting(Vertx vertx, Clock clock, String databaseUrl, String... more) {
        ServiceRuntime runtime = new ServiceRuntime(vertx, new ProcessMetrics(), new Lifecycle(), clock);
        return new AuthMain().start(runtime, environment(databaseUrl, more));
    }

    static Map<String, String> environment(String databaseUrl, String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DATABASE_URL", databaseUrl,
                "HTTP_PORT", "0",
                "DB_POOL_SIZE", "8",
                "AUTH_KEY_ENCRYPTION_KEY", KEY,
                "AUTH_ARGON2_MEMORY_KIB", "1024",
                "AUTH_ARGON2_ITERATIONS", "1"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    /** An e-mail that no other test uses. */
    static String freshEmail() {
        return "jugador" + COUNTER.incrementAndGet() + "@example.com";
    }

    static JsonObject signUpBody(String email) {
        return new JsonObject()
                .put("first_name", "Ñandú")
                .put("last_name", "Muñoz Pérez")
                .put("email", email)
                .put("password1", PASSWORD)
                .put("password2", PASSWORD)
                .put("city", "Bogotá")
                .put("country", "Colombia");
    }

    HttpResponse<Buffer> post(String path, JsonObject body) {
        return Await.await(client.post(path).sendJson(body));
    }

    HttpResponse<Buffer> get(String path, String token) {
        return Await.await(client.get(path).bearer(token).send());
    }

    HttpResponse<Buffer> logIn(String email, String password) {
        return post("/api/auth/login", new JsonObject().put("email", email).put("password", password));
    }

    HttpResponse<Buffer> refresh(String token) {
        return post("/api/auth/refresh", new JsonObject().put("refresh_token", token));
    }

    HttpResponse<Buffer> logOut(String token) {
        return Await.await(client.post("/api/auth/logout").bearer(token).send());
    }

    /** Signs a new person up and in. */
    Login newLogin() {
        String email = freshEmail();
        JsonObject account = post("/api/auth/signup", signUpBody(email)).bodyAsJsonObject();
        return login(email, account.getString("id"));
    }

    Login login(String email, String id) {
        JsonObject tokens = logIn(email, PASSWORD).bodyAsJsonObject();
        return new Login(id, email, tokens.getString("access_token"), tokens.getString("refresh_token"));
    }

    @Override
    public void close() {
        client.close();
        Await.await(service.stop());
    }

    /** Who is logged in. */
    record Login(String id, String email, String access, String refresh) {}
}
