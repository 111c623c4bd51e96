package co.anb.showcase.bench.reference;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Votes as one would write them first: verify the token, then one transaction with an INSERT and an UPDATE of the
 * counter. Tuned as far as that goes: both statements in one round trip, prepared, over a pool whose size is swept. It
 * leaves out what the real service does besides (revocations, limits, headers, logs), to its own advantage.
 */
final class StraightforwardVotes {

    private static final String CAST = """
            WITH cast_vote AS (
              INSERT INTO votes (video_id, user_id) SELECT id, $2 FROM videos WHERE id = $1 AND published_at IS NOT NULL
              ON CONFLICT DO NOTHING RETURNING video_id)
            UPDATE video_stats SET votes = votes + 1, last_vote_at = now()
            WHERE video_id = (SELECT video_id FROM cast_vote)
            """;

    private static final int PREFIX = "/api/public/videos/".length();
    private static final int ID = 36;
    private static final int SCHEME = "Bearer ".length();

    private final Vertx vertx;
    private final PgConnectOptions database;
    private volatile @Nullable Pool pool;
    private volatile @Nullable JWTAuth tokens;

    StraightforwardVotes(Vertx vertx, String databaseUrl) {
        this.vertx = vertx;
        this.database = PgConnectOptions.fromUri(databaseUrl).setCachePreparedStatements(true);
    }

    /** Fetches the public keys. */
    Future<Void> open(String jwksUrl) {
        resize(16);
        return vertx.createHttpClient()
                .request(new io.vertx.core.http.RequestOptions().setAbsoluteURI(jwksUrl))
                .compose(request -> request.send().compose(response -> response.body()))
                .<Void>map(body -> {
                    JWTAuthOptions options = new JWTAuthOptions();
                    JsonArray keys = body.toJsonObject().getJsonArray("keys");
                    keys.stream().map(JsonObject.class::cast).forEach(options::addJwk);
                    tokens = JWTAuth.create(vertx, options);
                    return null;
                });
    }

    /** Goes on with another number of connections. */
    void resize(int connections) {
        Pool old = pool;
        pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(connections)
                        .setMaxWaitQueueSize(-1)
                        .setShared(true))
                .connectingTo(database)
                .using(vertx)
                .build();
        if (old != null) {
            old.close().onFailure(failure -> System.err.println("pool: " + failure));
        }
    }

    /** Whether it was this user's first vote for the video. */
    Future<Boolean> cast(String path, String authorization) {
        UUID video = UUID.fromString(path.substring(PREFIX, PREFIX + ID));
        return Objects.requireNonNull(tokens)
                .authenticate(new TokenCredentials(authorization.substring(SCHEME)))
                .map(user -> UUID.fromString(user.subject()))
                .compose(voter ->
                        Objects.requireNonNull(pool).preparedQuery(CAST).execute(Tuple.of(video, voter)))
                .map(rows -> rows.rowCount() == 1);
    }
}
