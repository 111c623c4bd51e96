package co.anb.showcase.testkit;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Showcase
class ShowcaseIT {
    private final Vertx vertx;
    private final Tokens tokens;

    ShowcaseIT(Vertx vertx, Tokens tokens) {
        this.vertx = vertx;
        this.tokens = tokens;
    }

    @Test
    void givesEachNameADatabaseOfItsOwn(ShowcaseServices services) throws SQLException {
        String core = services.databaseUrl("core");

        execute(core, "CREATE TABLE proof AS SELECT 1 AS n");

        assertThat(services.databaseUrl("core")).isEqualTo(core);
        assertThatThrownBy(() -> execute(services.databaseUrl("auth"), "SELECT * FROM proof"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void givesABrokerAndFolders(ShowcaseServices services) {
        assertThat(services.amqpUri()).startsWith("amqp://anb:").isEqualTo(services.amqpUri());
        assertThat(services.brokerKind()).isEqualTo(BrokerKind.chosen());
        assertThat(services.storageDir()).isEmptyDirectory();
        assertThat(services.temp()).isEmptyDirectory().isNotEqualTo(services.storageDir());
    }

    @Test
    void leavesNothingBehind() throws Exception {
        ShowcaseServices ended = new ShowcaseServices();
        String url = ended.databaseUrl("core");
        var folder = ended.temp();
        execute(url, "CREATE TABLE proof AS SELECT 1 AS n");

        ended.close();

        assertThat(Files.exists(folder)).isFalse();
        assertThatThrownBy(() -> execute(url, "SELECT 1")).hasMessageContaining("does not exist");
    }

    @Test
    void seesABlockingCallOnAnEventLoopThoughItIsSwallowed() {
        Future<Void> done = Future.future(promise -> vertx.runOnContext(ignored -> {
            LockSupport.parkNanos(1_000_000);
            promise.complete();
        }));
        await(done);

        List<Throwable> taken = BlockingCalls.take();

        assertThat(taken).hasSize(1);
        assertThat(taken.get(0)).hasMessageContaining("vert.x-eventloop");
    }

    @Test
    void letsWorkersBlock() {
        String thread = await(vertx.executeBlocking(() -> {
            LockSupport.parkNanos(1_000_000);
            return Thread.currentThread().getName();
        }));

        assertThat(thread).startsWith("vert.x-worker");
        assertThat(BlockingCalls.take()).isEmpty();
    }

    @Test
    void mintsTokensThatItsPublishedKeyVerifies() {
        JsonObject claims = tokens.claims();

        var user = await(verifier().authenticate(new TokenCredentials(tokens.mint(claims))));

        assertThat(user.principal().getString("sub")).isEqualTo(claims.getString("sub"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "unsigned", "other key", "unknown key", "public key as secret", "tampered"})
    void mintsBadTokensThatNobodyAccepts(String kind) {
        String token = switch (kind) {
            case "expired" -> tokens.expired();
            case "unsigned" -> tokens.unsigned();
            case "other key" -> tokens.signedWithOtherKey();
            case "unknown key" -> tokens.withUnknownKeyId();
            case "public key as secret" -> tokens.signedWithPublicKeyAsSecret();
            default -> tokens.tampered();
        };

        Throwable failure = Await.failure(verifier().authenticate(new TokenCredentials(token)));

        assertThat(failure).isNotInstanceOf(AssertionError.class);
    }

    @Test
    void servesRevocationsAfterASequenceNumber() {
        tokens.revokeSession("s-1");
        tokens.revokeSession("s-2");

        JsonObject answer = get(tokens.revocationsUrl() + "?after=1");

        assertThat(answer.getLong("seq")).isEqualTo(2);
        assertThat(answer.getJsonArray("revocations").getJsonObject(0).getString("sid"))
                .isEqualTo("s-2");
        assertThat(answer.getJsonArray("revocations")).hasSize(1);
    }

    private JWTAuth verifier() {
        JWTAuthOptions options = new JWTAuthOptions()
                .setJWTOptions(new JWTOptions().setIssuer(Tokens.ISSUER).addAudience(Tokens.AUDIENCE));
        get(tokens.jwksUrl()).getJsonArray("keys").forEach(key -> options.addJwk((JsonObject) key));
        return JWTAuth.create(vertx, options);
    }

    private JsonObject get(String url) {
        return await(WebClient.create(vertx).getAbs(url).send()).bodyAsJsonObject();
    }

    private static void execute(String url, String sql) throws SQLException {
        URI uri = URI.create(url);
        List<String> login = List.of(uri.getUserInfo().split(":", 2));
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath(), login.get(0), login.get(1));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
