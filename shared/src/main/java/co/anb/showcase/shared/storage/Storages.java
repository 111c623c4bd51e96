package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.storage.s3.S3Storage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Opens the store that the configuration names. */
public final class Storages {

    private Storages() {}

    /**
     * Opens it.
     *
     * @param vertx runs the work; the caller closes the storage before it
     * @param config which store
     * @param clock tells when a link of the local store ends
     * @param service who asks, for the list of used S3 operations
     */
    public static Future<StoragePort> open(Vertx vertx, StorageConfig config, Clock clock, String service) {
        return switch (config.backend()) {
            case LOCAL -> LocalStorage.open(vertx, config, clock).map(storage -> storage);
            case S3 -> S3Storage.open(vertx, config.s3(), service).map(storage -> storage);
        };
    }
}
