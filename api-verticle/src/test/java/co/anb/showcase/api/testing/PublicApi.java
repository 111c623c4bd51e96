package co.anb.showcase.api.testing;

import static co.anb.showcase.testkit.Await.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.FastLane;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.tokens.BearerAuth;
import co.anb.showcase.shared.tokens.JwksClient;
import co.anb.showcase.shared.tokens.Revocation;
import co.anb.showcase.shared.tokens.RevocationList;
import co.anb.showcase.shared.tokens.TokenConfig;
import co.anb.showcase.shared.tokens.TokenVerifier;
import co.anb.showcase.testkit.Tokens;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The edge and the identity of the Core API on a free port, without its features: a test mounts those it is about. */
public final class PublicApi implements AutoCloseable {

    private final JwksClient keys;
    private final RevocationList revocations;
    private final BearerAuth auth;
    private final Edge edge;
    private final Router router;
    private final HttpServer server;
    private final ContractClient client;
    private volatile FastLane lane = FastLane.NONE;

    private PublicApi(Vertx vertx, Tokens tokens) {
        ConfigReader reader = ConfigReader.of(Map.of(
                "HTTP_PORT",
                "0",
                "HTTP_REQUEST_TIMEOUT",
                "60s",
                "TOKENS_JWKS_URL",
                tokens.jwksUrl(),
                "TOKENS_REVOCATIONS_URL",
                tokens.revocationsUrl()));
        keys = new JwksClient(vertx, TokenConfig.from(reader), Clock.systemUTC());
        await(keys.start());
        revocations = new RevocationList(Clock.systemUTC());
        auth = new BearerAuth(
                new TokenVerifier(keys, revocations, Tokens.ISSUER, Tokens.AUDIENCE, 1_000, Clock.systemUTC()));
        edge = new Edge(vertx, HttpConfig.from(reader, 0), new Lifecycle());
        router = edge.router();
        server = await(edge.listen(request -> lane.take(request), router));
        client = ContractClient.to(vertx, server.actualPort());
    }

    /** Starts to listen. */
    public static PublicApi start(Vertx vertx, Tokens tokens) {
        return new PublicApi(vertx, tokens);
    }

    /** Where features are mounted. */
    public Router router() {
        return router;
    }

    /** Puts a lane in front of the router. */
    public void lane(FastLane first) {
        lane = first;
    }

    /** Ends a session, as the Auth service tells Core. */
    public void revoke(UUID session) {
        Instant until = Instant.now().plus(Duration.ofHours(1));
        revocations.add(new Revocation(1, Optional.of(session), Optional.empty(), Optional.empty(), until));
    }

    /** The edge. */
    public Edge edge() {
        return edge;
    }

    /** The identity. */
    public BearerAuth auth() {
        return auth;
    }

    /** The port. */
    public int port() {
        return server.actualPort();
    }

    /** A client that holds every answer against the contract. */
    public ContractClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        keys.close();
        await(server.close());
    }
}
