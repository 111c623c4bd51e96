package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads in parts into a folder: the contract, and what only a folder has to keep. */
@Showcase
class LocalMultipartIT extends MultipartPortContract {

    @TempDir
    private Path root;

    @Override
    protected StoragePort open(Vertx vertx) {
        return LocalStore.serving(vertx, root);
    }

    @Test
    void partsOutliveTheProcessAndEveryOtherNodeSeesThem() {
        MultipartUpload upload = withOnePart();

        StoragePort next = LocalStore.at(vertx(), root, 1);

        List<StoredPart> parts = next.multipart().parts(upload).await();
        assertThat(parts).hasSize(1);
        next.multipart().complete(upload, List.of(parts.get(0).tag())).await();
        assertThat(read(upload.key(), null).toString()).isEqualTo("0123456789");
        next.close().await();
    }

    @Test
    void completedAndAbortedUploadsLeaveNoFile() throws IOException {
        MultipartUpload completed = withOnePart();
        PartTag tag = target().multipart().parts(completed).await().get(0).tag();
        target().multipart().complete(completed, List.of(tag)).await();
        target().multipart().abort(withOnePart()).await();
        target().multipart().abortAll(withOnePart().key()).await();

        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(root.resolve(completed.key()));
        }
    }

    @Test
    void startDeletesAbortedFoldersThatAKilledProcessLeft() throws IOException {
        Path left = Files.createDirectories(root.resolve(".tmp/moved-away"));
        Files.writeString(left.resolve("00001"), "a part");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        StoragePort next = LocalStore.at(vertx(), root, 1);

        assertThat(left).doesNotExist();
        next.close().await();
    }

    @ParameterizedTest
    @CsvSource({
        "part=1, part=2, 403",
        "length=10, length=11, 403",
        "upload=., upload=z, 403",
        "&upload=[^&]+, '', 403",
        "sig=., sig=!, 403",
        "exp=[0-9]+, exp=9, 403",
        "mp4, mp5, 403",
        "nothing, '', 200"
    })
    void changedLinkTakesNothing(String what, String with, int status) {
        MultipartUpload upload = begin();
        URI genuine = target().multipart().partUrl(upload, 1, 10, TTL).await();
        URI changed = URI.create(genuine.toString().replaceFirst(what, with));

        assertThat(put(changed, "0123456789")).isEqualTo(status);
        assertThat(target().multipart().parts(upload).await()).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void linkTakesNoOtherLength() {
        MultipartUpload upload = begin();
        URI url = target().multipart().partUrl(upload, 1, 10, TTL).await();

        assertThat(put(url, "012345678")).isEqualTo(400);
        assertThat(put(url, "0123456789a")).isEqualTo(400);
        assertThat(send(HttpMethod.PUT, url, Map.of("Transfer-Encoding", "chunked"), Buffer.buffer("0123456789"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(target().multipart().parts(upload).await()).isEmpty();
    }

    @Test
    void linkToReadDoesNotWriteAndTheOtherWayRound() {
        MultipartUpload upload = withOnePart();
        URI write = target().multipart().partUrl(upload, 1, 10, TTL).await();
        URI read = target().url(upload.key(), TTL, Disposition.INLINE).await();

        assertThat(get(write, null).statusCode()).isEqualTo(403);
        assertThat(put(read, "0123456789")).isEqualTo(403);
    }

    @Test
    void idThatClimbsOutOfTheFolderNamesNothing() {
        MultipartUpload strange = new MultipartUpload(newKey(), "../../../etc");

        assertThat(problemOf(target().multipart().parts(strange)).type()).isEqualTo(ProblemType.NOT_FOUND);
        target().multipart().abort(strange).await();
    }

    @Test
    void linkOfAnAbortedUploadFindsNothing() {
        MultipartUpload upload = begin();
        URI url = target().multipart().partUrl(upload, 1, 10, TTL).await();
        target().multipart().abort(upload).await();

        assertThat(put(url, "0123456789")).isEqualTo(404);
    }

    private MultipartUpload begin() {
        return target().multipart().begin(newKey(), ObjectMetadata.MP4).await();
    }

    private MultipartUpload withOnePart() {
        MultipartUpload upload = begin();
        StoredPart part = target().multipart()
                .savePart(upload, 1, 10, new TextSource("0123456789"))
                .await();
        assertThat(part.length()).isEqualTo(10);
        return upload;
    }

    private int put(URI url, String body) {
        return send(HttpMethod.PUT, url, Map.of(), Buffer.buffer(body)).statusCode();
    }
}
