package co.anb.showcase.shared.tokens;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the public keys over HTTP and keeps them. They are fetched anew at an interval, and for an unknown key id,
 * but then at most every ten seconds, so that made-up ids can't turn into load on Auth. When Auth is away the last set
 * stays in use. One a process; safe for all threads.
 */
public final class JwksClient implements KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(JwksClient.class);
    private static final Duration MIN_REFETCH = Duration.ofSeconds(10);
    private static final int FETCH_TIMEOUT_MILLIS = 3_000;

    private final Vertx vertx;
    private final WebClient client;
    private final TokenConfig config;
    private final Clock clock;

    private volatile Jwks keys = Jwks.EMPTY;
    private volatile Instant lastFetch = Instant.MIN;
    private volatile Future<Void> fetching = Future.succeededFuture();
    private long timer = -1;

    /** A client that has fetched nothing yet. */
    public JwksClient(Vertx vertx, TokenConfig config, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.client = WebClient.create(vertx, new WebClientOptions().setConnectTimeout(FETCH_TIMEOUT_MILLIS));
    }

    /** Fetches the keys for the first time and from then on at the interval. Fails when Auth does not answer. */
    public Future<Void> start() {
        timer = vertx.setPeriodic(config.jwksRefresh().toMillis(), id -> refresh());
        return fetch();
    }

    /** Stops fetching. */
    public void close() {
        vertx.cancelTimer(timer);
        client.close();
    }

    @Override
    public Future<Optional<JWTAuth>> find(String keyId) {
        Optional<JWTAuth> known = keys.find(keyId);
        if (known.isPresent() || clock.instant().isBefore(lastFetch.plus(MIN_REFETCH))) {
            return Future.succeededFuture(known);
        }
        return fetch().map(fetched -> keys.find(keyId));
    }

    private void refresh() {
        fetch().onFailure(e ->
                LOG.warn("the public keys of Auth can't be fetched, the last ones stay in use: {}", e.toString()));
    }

    private synchronized Future<Void> fetch() {
        if (!fetching.isComplete()) {
            return fetching;
        }
        lastFetch = clock.instant();
        fetching = client.getAbs(config.jwksUrl().toString())
                .timeout(FETCH_TIMEOUT_MILLIS)
                .send()
                .expecting(HttpResponseExpectation.SC_OK)
                .map(response -> {
                    keys = keys.renewed(vertx, response.bodyAsJsonObject());
                    return null;
                });
        return fetching;
    }
}
