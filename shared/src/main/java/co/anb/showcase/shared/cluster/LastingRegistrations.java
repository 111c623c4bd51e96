package co.anb.showcase.shared.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.manager.DefaultCacheManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what this node told the cluster there again, every few seconds: which addresses it listens on, and where it is.
 * When a cluster splits, each half forgets the other's, and after the halves have met again nobody else would bring it
 * back. What is there already stays as it is.
 */
final class LastingRegistrations extends InfinispanClusterManager {

    private static final Logger LOG = LoggerFactory.getLogger(LastingRegistrations.class);
    private static final long INTERVAL_MILLIS = 5_000;

    private final Map<String, Set<RegistrationInfo>> addressToMine = new ConcurrentHashMap<>();
    private @Nullable Vertx vertx;
    private long timer = -1;

    LastingRegistrations(DefaultCacheManager caches) {
        super(caches);
    }

    @Override
    public void init(Vertx vertx) {
        super.init(vertx);
        this.vertx = vertx;
    }

    @Override
    public void join(Completable<Void> done) {
        Promise<Void> joined = Promise.promise();
        super.join(joined);
        joined.future().onSuccess(ready -> keepThem()).onComplete(done);
    }

    @Override
    public void leave(Completable<Void> done) {
        if (vertx != null) {
            vertx.cancelTimer(timer);
        }
        super.leave(done);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> done) {
        addressToMine
                .computeIfAbsent(address, key -> ConcurrentHashMap.newKeySet())
                .add(registration);
        super.addRegistration(address, registration, done);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> done) {
        addressToMine.computeIfPresent(address, (key, mine) -> {
            mine.remove(registration);
            return mine.isEmpty() ? null : mine;
        });
        super.removeRegistration(address, registration, done);
    }

    private void keepThem() {
        if (vertx != null) {
            timer = vertx.setPeriodic(INTERVAL_MILLIS, id -> repeat());
        }
    }

    private void repeat() {
        NodeInfo self = getNodeInfo();
        if (self == null || !isActive()) {
            return;
        }
        setNodeInfo(self, (nothing, failure) -> note(failure));
        addressToMine.forEach((address, mine) -> mine.stream()
                .filter(registration -> !registration.localOnly())
                .forEach(registration -> super.addRegistration(address, registration, (nothing, failure) -> {
                    note(failure);
                    undoIfGone(address, registration);
                })));
    }

    /** It may have been removed while it was put there again. */
    private void undoIfGone(String address, RegistrationInfo registration) {
        Set<RegistrationInfo> mine = addressToMine.get(address);
        if (mine == null || !mine.contains(registration)) {
            super.removeRegistration(address, registration, (nothing, failure) -> note(failure));
        }
    }

    private static void note(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.debug("a registration could not be repeated", failure);
        }
    }
}
