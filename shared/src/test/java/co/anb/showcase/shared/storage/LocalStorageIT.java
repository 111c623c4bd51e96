package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder as a store: the contract, and what only a folder has to keep. */
@Showcase
class LocalStorageIT extends StoragePortContract {

    @TempDir
    private Path root;

    @Override
    protected StoragePort open(Vertx vertx) {
        return LocalStore.serving(vertx, root);
    }

    @Test
    void noTemporaryFileStays() throws IOException {
        save(newKey(), "kept");
        GeneratedSource source = GeneratedSource.failingAt(vertx(), 1_000_000, 300_000);

        Boolean failed = target().save(newKey(), source, ObjectMetadata.MP4)
                .transform(result -> Future.succeededFuture(result.failed()))
                .await();

        assertThat(failed).isTrue();
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void startDeletesOldTemporaryFilesOnly() throws IOException {
        Path old = Files.writeString(root.resolve(".tmp/old.part"), "left by a killed process");
        Path fresh = Files.writeString(root.resolve(".tmp/fresh.part"), "another node is writing it");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        StoragePort again = LocalStore.at(vertx(), root, 1);

        assertThat(temporaryFiles()).containsExactly(fresh);
        again.close().await();
    }

    @Test
    void fileThatAPersonPutThereIsServedByItsExtension() throws IOException {
        Files.createDirectories(root.resolve("assets"));
        Files.writeString(root.resolve("assets/watermark.png"), "png");
        Files.writeString(root.resolve("assets/notes.unknown"), "?");

        assertThat(target().stat("assets/watermark.png").await().contentType()).isEqualTo("image/png");
        assertThat(target().stat("assets/notes.unknown").await().contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void typeIsTheSavedOneWhateverTheExtension() throws IOException {
        assumeThat(Files.getFileStore(root).supportsFileAttributeView("user")).isTrue();
        String key = "processed/2026/01/31/a.bin";

        target().save(key, new TextSource("{}"), new ObjectMetadata("application/vnd.anb+json"))
                .await();

        assertThat(target().stat(key).await().contentType()).isEqualTo("application/vnd.anb+json");
    }

    @Test
    void folderIsNoObject() {
        save("uploads/2026/01/31/folder-test.mp4", "x");

        assertThat(problemOf(target().stat("uploads/2026/01")).type()).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problemOf(target().load("uploads/2026/01", null)).type()).isEqualTo(ProblemType.NOT_FOUND);
        target().delete("uploads/2026").await();
        assertThat(target().stat("uploads/2026/01/31/folder-test.mp4").await().length())
                .isEqualTo(1);
    }

    @Test
    void folderThatCanNotBeWrittenIsAStorageError() throws IOException {
        Files.writeString(root.resolve("assets"), "a file where a folder should be");

        ProblemException problem =
                problemOf(target().save("assets/a.png", new TextSource("x"), new ObjectMetadata("image/png")));

        assertThat(problem.type()).isEqualTo(ProblemType.STORAGE_ERROR);
        assertThat(problem.getCause()).isNotNull();
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void twoProcessesMayShareTheFolder() {
        StoragePort other = LocalStore.at(vertx(), root, 1);
        String key = newKey();

        save(key, "seen by both");

        assertThat(other.stat(key).await()).isEqualTo(target().stat(key).await());
        other.delete(key).await();
        assertThat(problemOf(target().stat(key)).type()).isEqualTo(ProblemType.NOT_FOUND);
        other.close().await();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".tmp"))) {
            return files.toList();
        }
    }
}
