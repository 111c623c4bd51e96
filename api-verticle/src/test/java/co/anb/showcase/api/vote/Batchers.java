package co.anb.showcase.api.vote;

import static co.anb.showcase.testkit.Await.await;

import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.db.DbTls;
import co.anb.showcase.testkit.FaultProxy;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The batchers of a test, each as if in a process of its own, and the meters that they share. */
final class Batchers implements AutoCloseable {

    private final Vertx vertx;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<VoteBatcher> opened = new ArrayList<>();

    Batchers(Vertx vertx) {
        this.vertx = vertx;
    }

    VoteBatcher open(DbConfig db, BatchConfig bounds) {
        VoteBatcher batcher = new VoteBatcher(vertx, db, new VoteConfig(true, 1_000), bounds, registry);
        synchronized (opened) {
            opened.add(batcher);
        }
        return batcher;
    }

    /** The same database through a proxy. */
    static DbConfig through(FaultProxy proxy, DbConfig db) {
        return new DbConfig(
                db.host(),
                proxy.port(),
                db.database(),
                db.user(),
                db.password(),
                new DbTls(DbTls.Mode.DISABLE, Optional.empty()),
                db.poolSize(),
                db.waitQueueSize(),
                db.acquireTimeout(),
                db.statementTimeout());
    }

    /** The sum of a counter over all its tags, or of the one with a tag of this value. */
    double count(String name, String... tagValue) {
        return registry.find(name).counters().stream()
                .filter(counter -> tagValue.length == 0 || hasTag(counter, tagValue[0]))
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static boolean hasTag(Meter meter, String value) {
        return meter.getId().getTags().stream().anyMatch(tag -> tag.getValue().equals(value));
    }

    double gauge(String name) {
        return registry.get(name).gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    @Override
    public void close() {
        stop();
    }

    /** Closes all that are open, after their last answer. */
    void stop() {
        synchronized (opened) {
            opened.forEach(batcher -> await(batcher.close()));
            opened.clear();
        }
    }
}
