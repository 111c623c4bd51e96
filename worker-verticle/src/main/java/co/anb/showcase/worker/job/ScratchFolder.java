package co.anb.showcase.worker.job;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which attempts have folders of their own. It belongs to one worker, which holds a lock on it as long as
 * its process lives: what else is in it at a start was left by a killed run and is deleted.
 */
public final class ScratchFolder {

    private static final String LOCK = "worker.lock";

    private final Vertx vertx;
    private final Path root;
    private final FileChannel lock;

    private ScratchFolder(Vertx vertx, Path root, FileChannel lock) {
        this.vertx = vertx;
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes a folder, which need not exist yet, and empties it.
     *
     * @return fails with a sentence for the operator when it can't be written or another worker has it
     */
    public static Future<ScratchFolder> open(Vertx vertx, Path root) {
        return vertx.executeBlocking(() -> new ScratchFolder(vertx, root, take(root)), false)
                .compose(folder -> folder.empty()
                        .map(folder)
                        .recover(failure -> folder.close().transform(closed -> Future.failedFuture(failure))));
    }

    /** Where it is. */
    public Path path() {
        return root;
    }

    /** Succeeds while something can be written in it; for the health of this node. */
    public Future<Void> check() {
        String file = root.resolve("health").toString();
        return vertx.fileSystem().writeFile(file, io.vertx.core.buffer.Buffer.buffer("ok"));
    }

    /** Gives the folder up. */
    public Future<Void> close() {
        return vertx.executeBlocking(
                () -> {
                    lock.close();
                    return null;
                },
                false);
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

    private Future<Void> empty() {
        return vertx.fileSystem().readDir(root.toString()).compose(this::deleteAll);
    }

    private Future<Void> deleteAll(List<String> paths) {
        return Future.join(paths.stream()
                        .filter(path -> !path.endsWith(LOCK))
                        .map(path -> vertx.fileSystem().deleteRecursive(path))
                        .toList())
                .mapEmpty();
    }

    private static FileChannel take(Path root) throws IOException {
        Files.createDirectories(root);
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("worker.scratch-dir " + root + " is another worker's: give each one its own");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
