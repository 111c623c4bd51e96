package co.anb.showcase.worker.job;

import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StoragePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;

/** Moves objects between the storage and files, with back-pressure. */
final class ObjectFiles {

    private final Vertx vertx;
    private final StoragePort storage;

    ObjectFiles(Vertx vertx, StoragePort storage) {
        this.vertx = vertx;
        this.storage = storage;
    }

    /** Writes an object into a file, which is replaced. */
    Future<Void> load(String key, Path file) {
        OpenOptions options = new OpenOptions().setWrite(true).setCreate(true).setTruncateExisting(true);
        return storage.load(key, null)
                .compose(content -> vertx.fileSystem()
                        .open(file.toString(), options)
                        .compose(target -> content.body().pipeTo(target))
                        .eventually(content::close));
    }

    /** Stores a file. */
    Future<Void> save(Path file, String key, ObjectMetadata metadata) {
        return vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setRead(true).setWrite(false))
                .compose(source -> storage.save(key, source, metadata).eventually(source::close))
                .mapEmpty();
    }
}
