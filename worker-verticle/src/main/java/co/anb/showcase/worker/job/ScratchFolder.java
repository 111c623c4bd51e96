package co.anb.showcase.worker.job;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/** The folder in which attempts have folders of their own. It belongs to one worker. */
public final class ScratchFolder {

    private final Vertx vertx;
    private final Path root;

    /** A folder that need not exist yet. */
    public ScratchFolder(Vertx vertx, Path root) {
        this.vertx = vertx;
        this.root = root;
    }

    /** Removes what a killed worker left behind. */
    public Future<Void> empty() {
        return vertx.fileSystem()
                .mkdirs(root.toString())
                .compose(made -> vertx.fileSystem().readDir(root.toString()))
                .compose(this::deleteAll);
    }

    /** Makes an empty folder. */
    Future<Path> create(String name) {
        Path folder = root.resolve(name);
        return vertx.fileSystem().mkdirs(folder.toString()).map(made -> folder);
    }

    /** Removes a folder with all that is in it; one that is not there is no failure. */
    Future<Void> delete(Path folder) {
        return vertx.fileSystem()
                .exists(folder.toString())
                .compose(there ->
                        there ? vertx.fileSystem().deleteRecursive(folder.toString()) : Future.succeededFuture());
    }

    private Future<Void> deleteAll(List<String> paths) {
        return Future.join(paths.stream()
                        .map(path -> vertx.fileSystem().deleteRecursive(path))
                        .toList())
                .mapEmpty();
    }
}
