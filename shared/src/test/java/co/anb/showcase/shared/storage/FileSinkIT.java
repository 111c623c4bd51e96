package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that is full, played by Linux's device that always is. */
@Showcase
class FileSinkIT {

    private static final String FULL = "/dev/full";

    private Vertx vertx;
    private FileSink target;

    @BeforeEach
    void openFullDisk() {
        assumeThat(Files.exists(Path.of(FULL))).isTrue();
        vertx = Vertx.vertx();
        AsyncFile file = vertx.fileSystem()
                .open(FULL, new OpenOptions().setRead(false).setCreate(false))
                .await();
        target = new FileSink(file, 256 * 1024);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void writeThatIsUnderWayWhenTheSourceEndsIsNotForgotten() {
        var written = target.write(Buffer.buffer("last bytes"));

        assertThatThrownBy(() -> target.end().await()).hasMessageContaining("No space left on device");
        assertThat(written.failed()).isTrue();
    }

    @Test
    void fullDiskIsAStorageError() {
        GeneratedSource source = GeneratedSource.of(vertx, 10_000_000);

        Throwable failure = source.pipe()
                .endOnFailure(true)
                .to(target)
                .transform(result -> Future.succeededFuture(result.cause()))
                .await();

        ProblemException problem = StorageProblems.of(failure);
        assertThat(problem.type()).isEqualTo(ProblemType.STORAGE_ERROR);
        assertThat(problem.getCause()).hasMessageContaining("No space left on device");
        assertThat(target.failure()).containsSame(failure);
    }
}
