package co.anb.showcase.shared.tokens;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link RevocationList} in step with Auth's: loads what can still hit a token, then asks each second for what
 * came after. When Auth is away the known entries stay in force and {@link #age()} grows. One a process, its timer on
 * one context.
 */
public final class RevocationClient {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationClient.class);
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Vertx vertx;
    private final WebClient client;
    private final TokenConfig config;
    private final RevocationList list;
    private final Clock clock;

    private volatile Instant lastAnswer = Instant.EPOCH;
    private volatile long lastSequence;
    private volatile boolean polling;
    private long timer = -1;

    /** A client that has asked nothing yet. */
    public RevocationClient(Vertx vertx, TokenConfig config, RevocationList list, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.list = list;
        this.clock = clock;
        this.client = WebClient.create(vertx, new WebClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
    }

    /** Loads the list and goes on polling whatever comes of it. Fails when Auth does not answer. */
    public Future<Void> start() {
        timer = vertx.setPeriodic(config.revocationsPoll().toMillis(), id -> poll());
        return load();
    }

    /** Asks for news now instead of at the next tick: a hint came over the event bus. */
    public void poll() {
        if (polling) {
            return;
        }
        load().onFailure(e -> LOG.debug("revocations can't be polled: {}", e.toString()));
    }

    /** How long ago Auth last answered. */
    public Duration age() {
        return Duration.between(lastAnswer, clock.instant());
    }

    /** Whether the list was ever loaded: before that no token can be judged. */
    public boolean isLoaded() {
        return lastAnswer.isAfter(Instant.EPOCH);
    }

    /** Stops polling. */
    public void close() {
        vertx.cancelTimer(timer);
        client.close();
    }

    private Future<Void> load() {
        polling = true;
        return client.getAbs(config.revocationsUrl().toString())
                .addQueryParam("after", Long.toString(lastSequence))
                .timeout(TIMEOUT_MILLIS)
                .send()
                .expecting(HttpResponseExpectation.SC_OK)
                .<Void>map(response -> {
                    apply(response.bodyAsJsonObject());
                    return null;
                })
                .onComplete(done -> polling = false);
    }

    private void apply(JsonObject answer) {
        JsonArray entries = answer.getJsonArray("revocations");
        for (int i = 0; i < entries.size(); i++) {
            list.add(Revocation.from(entries.getJsonObject(i)));
        }
        lastSequence = answer.getLong("seq");
        lastAnswer = clock.instant();
        list.forgetExpired();
    }
}
