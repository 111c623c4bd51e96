package co.anb.showcase.api;

import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import co.anb.showcase.shared.tokens.BearerAuth;
import co.anb.showcase.shared.tokens.JwksClient;
import co.anb.showcase.shared.tokens.RevocationClient;
import co.anb.showcase.shared.tokens.RevocationList;
import co.anb.showcase.shared.tokens.TokenConfig;
import co.anb.showcase.shared.tokens.TokenVerifier;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Core knows of Auth: its public keys and its revocations. Both are loaded before anything listens, however long
 * Auth takes to start: without them a token can't be judged, and an ended session would be let in.
 */
final class AuthLink {

    private static final Logger LOG = LoggerFactory.getLogger(AuthLink.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration STALE = Duration.ofSeconds(30);

    private final JwksClient keys;
    private final RevocationClient revocations;
    private final RevocationList list;
    private final BearerAuth auth;
    private final MessageConsumer<JsonObject> hints;

    private AuthLink(ServiceRuntime runtime, TokenConfig config, JwksClient keys, RevocationLink link) {
        this.keys = keys;
        this.revocations = link.client();
        this.list = link.list();
        this.auth = new BearerAuth(new TokenVerifier(
                keys, link.list(), config.issuer(), config.audience(), config.remembered(), runtime.clock()));
        this.hints = Events.REVOKED.subscribe(runtime.vertx().eventBus(), hint -> revocations.poll());
    }

    private record RevocationLink(RevocationList list, RevocationClient client) {}

    /** Waits for Auth and loads what it publishes. */
    static Future<AuthLink> open(ServiceRuntime runtime, TokenConfig config, MeterRegistry registry) {
        return keys(runtime, config)
                .compose(keys -> revocations(runtime, config).map(link -> new AuthLink(runtime, config, keys, link)))
                .onSuccess(link -> link.bindTo(registry));
    }

    /** The handlers that know callers. */
    BearerAuth auth() {
        return auth;
    }

    /** The health check: fails when Auth has not answered for a while; known tokens stay good meanwhile. */
    Future<Void> check() {
        return revocations.age().compareTo(STALE) < 0
                ? Future.succeededFuture()
                : Future.failedFuture(
                        "no answer of Auth for " + revocations.age().toSeconds() + " s");
    }

    private void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "showcase.revocations.age",
                        revocations,
                        client -> client.age().toMillis() / 1_000.0)
                .description("Time since Auth last said which sessions ended")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("showcase.revocations.known", list, RevocationList::size)
                .description("Ended sessions and accounts whose tokens are refused")
                .register(registry);
    }

    /** Stops asking. */
    Future<Void> close() {
        keys.close();
        revocations.close();
        return hints.unregister();
    }

    private static Future<JwksClient> keys(ServiceRuntime runtime, TokenConfig config) {
        Vertx vertx = runtime.vertx();
        return offLoop(vertx, () -> new JwksClient(vertx, config, runtime.clock()))
                .compose(client -> client.start()
                        .map(client)
                        .recover(e -> again(vertx, e, client::close, () -> keys(runtime, config))));
    }

    private static Future<RevocationLink> revocations(ServiceRuntime runtime, TokenConfig config) {
        Vertx vertx = runtime.vertx();
        RevocationList list = new RevocationList(runtime.clock());
        return offLoop(vertx, () -> new RevocationClient(vertx, config, list, runtime.clock()))
                .compose(client -> client.start()
                        .map(new RevocationLink(list, client))
                        .recover(e -> again(vertx, e, client::close, () -> revocations(runtime, config))));
    }

    /** The HTTP client's class reads a file when it is loaded. */
    private static <T> Future<T> offLoop(Vertx vertx, Callable<T> maker) {
        return vertx.executeBlocking(maker, false);
    }

    private static <T> Future<T> again(Vertx vertx, Throwable cause, Runnable cleanUp, Supplier<Future<T>> step) {
        LOG.info("waiting for Auth: {}", cause.toString());
        cleanUp.run();
        return vertx.timer(RETRY.toMillis(), TimeUnit.MILLISECONDS).compose(later -> step.get());
    }
}
