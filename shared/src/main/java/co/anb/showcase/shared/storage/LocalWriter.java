package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a stream to the disk: into a temporary file first, which then becomes what it is for, or is deleted. */
final class LocalWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWriter.class);
    private static final int WRITE_QUEUE_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final StorageWorkers workers;
    private final LocalFiles files;

    LocalWriter(Vertx vertx, StorageWorkers workers, LocalFiles files) {
        this.vertx = vertx;
        this.workers = workers;
        this.files = files;
    }

    /** Gives a file that was written whole its place; runs on a worker. */
    @FunctionalInterface
    interface Commit<T> {

        /** Moves the file away from where it is. */
        T commit(Path written) throws IOException;
    }

    /** Writes all that a stream gives. A failure of the source stays what it is, one of the disk becomes a problem. */
    <T> Future<T> write(ReadStream<Buffer> source, Commit<T> target) {
        Pipe<Buffer> pipe = source.pipe().endOnFailure(true);
        Path temporary = files.newTemporary();
        return drain(temporary, pipe)
                .compose(written -> workers.run(() -> target.commit(temporary)).recover(LocalWriter::failed))
                .recover(failure -> discard(temporary, failure));
    }

    private Future<Void> drain(Path temporary, Pipe<Buffer> pipe) {
        return vertx.fileSystem()
                .open(temporary.toString(), new OpenOptions().setRead(false).setCreateNew(true))
                .recover(LocalWriter::failed)
                .onFailure(failure -> pipe.close())
                .compose(file -> drain(pipe, new FileSink(file, WRITE_QUEUE_BYTES)));
    }

    private static Future<Void> drain(Pipe<Buffer> pipe, FileSink sink) {
        return pipe.to(sink)
                .recover(failure -> sink.failure().isPresent() ? failed(failure) : Future.failedFuture(failure));
    }

    private <T> Future<T> discard(Path temporary, Throwable failure) {
        return workers.<Void>run(() -> {
                    LocalFiles.deleteTemporary(temporary);
                    return null;
                })
                .onFailure(kept -> LOG.warn("temporary file stays until the next start", kept))
                .transform(done -> Future.failedFuture(failure));
    }

    private static <T> Future<T> failed(Throwable failure) {
        return Future.failedFuture(StorageProblems.of(failure));
    }
}
