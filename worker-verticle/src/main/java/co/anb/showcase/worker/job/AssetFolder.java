package co.anb.showcase.worker.job;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.shared.storage.StoragePort;
import co.anb.showcase.worker.pipeline.PipelineAssets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/**
 * Brings ANB's pictures from the storage's {@code assets/} to a local folder, where FFmpeg reads them. One that is not
 * in the storage yet is put there from the project's own drawings first.
 */
public final class AssetFolder {

    private final Vertx vertx;
    private final StoragePort storage;
    private final ObjectFiles files;
    private final Path folder;
    private final boolean seeds;

    /**
     * A folder that need not exist yet.
     *
     * @param seeds whether an asset that is not in the storage is put there; where somebody else owns the storage's
     *     assets, a missing one is a failure
     */
    public AssetFolder(Vertx vertx, StoragePort storage, Path folder, boolean seeds) {
        this.vertx = vertx;
        this.storage = storage;
        this.files = new ObjectFiles(vertx, storage);
        this.folder = folder;
        this.seeds = seeds;
    }

    /** Fetches all of them. Fails when the storage is away. */
    public Future<PipelineAssets> load() {
        return vertx.fileSystem()
                .mkdirs(folder.toString())
                .compose(made -> vertx.executeBlocking(() -> PipelineAssets.writeDefaults(folder), false))
                .compose(defaults -> Future.all(
                        PipelineAssets.NAMES.stream().map(this::fetch).toList()))
                .map(fetched -> PipelineAssets.in(folder));
    }

    private Future<Void> fetch(String name) {
        String key = StorageKey.asset(name).value();
        return storage.stat(key)
                .<Void>mapEmpty()
                .recover(failure -> seeds && ProblemException.is(ProblemType.NOT_FOUND, failure)
                        ? files.save(folder.resolve(name), key, metadata(name))
                        : Future.failedFuture(failure))
                .compose(there -> files.load(key, folder.resolve(name)));
    }

    private static ObjectMetadata metadata(String name) {
        return name.endsWith(".png") ? new ObjectMetadata("image/png") : ObjectMetadata.MP4;
    }
}
