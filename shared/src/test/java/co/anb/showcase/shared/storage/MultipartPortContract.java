package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter of {@link MultipartPort} keeps. */
public abstract class MultipartPortContract extends OpenStore {

    private static final int MIN = (int) MultipartPort.MIN_PART_BYTES;
    private static final PartTag NEVER_SAVED = new PartTag(1, "\"d41d8cd98f00b204e9800998ecf8427e\"");

    @Test
    void partsBecomeOneObject() {
        MultipartUpload upload = begin();
        PartTag last = savePart(upload, 3, "the end").tag();
        PartTag first = savePart(upload, 1, MIN).tag();
        PartTag second = savePart(upload, 2, MIN + 1).tag();

        StoredObject object =
                multipart().complete(upload, List.of(first, second, last)).await();

        assertThat(object.key()).isEqualTo(upload.key());
        assertThat(object.length()).isEqualTo(2L * MIN + 8);
        assertThat(object.contentType()).isEqualTo("video/mp4");
        assertThat(target().stat(upload.key()).await()).isEqualTo(object);
        assertThat(read(upload.key(), null))
                .isEqualTo(GeneratedSource.bytes(0, MIN)
                        .appendBuffer(GeneratedSource.bytes(0, MIN + 1))
                        .appendString("the end"));
    }

    @Test
    void objectIsNotThereBeforeItsUploadIsComplete() {
        MultipartUpload upload = begin();
        PartTag only = savePart(upload, 1, "x").tag();

        assertThat(problemOf(target().stat(upload.key())).type()).isEqualTo(ProblemType.NOT_FOUND);

        StoredObject object = multipart().complete(upload, List.of(only)).await();
        assertThat(object.length()).isEqualTo(1);
    }

    @Test
    void partsAreListedByNumberWithTheirLengths() {
        MultipartUpload upload = begin();
        assertThat(multipart().parts(upload).await()).isEmpty();
        StoredPart tenth = savePart(upload, 10, "1234567890");
        StoredPart second = savePart(upload, 2, "12");

        assertThat(multipart().parts(upload).await()).containsExactly(second, tenth);
        assertThat(second.length()).isEqualTo(2);
        multipart().abort(upload).await();
    }

    @Test
    void partSavedAgainReplacesTheEarlier() {
        MultipartUpload upload = begin();
        PartTag older = savePart(upload, 1, "older").tag();
        PartTag newer = savePart(upload, 1, "newer!").tag();

        assertThat(problemOf(multipart().complete(upload, List.of(older))).type())
                .isEqualTo(ProblemType.VALIDATION_ERROR);
        multipart().complete(upload, List.of(newer)).await();

        assertThat(read(upload.key(), null).toString()).isEqualTo("newer!");
    }

    @Test
    void completeAgainGivesTheObjectAgain() {
        MultipartUpload upload = begin();
        List<PartTag> parts = List.of(savePart(upload, 1, "x").tag());
        StoredObject first = multipart().complete(upload, parts).await();

        assertThat(multipart().complete(upload, parts).await()).isEqualTo(first);
    }

    @Test
    void completeTwiceAtOnceMakesOneObject() {
        MultipartUpload upload = begin();
        List<PartTag> parts = List.of(savePart(upload, 1, MIN).tag());

        Future.all(multipart().complete(upload, parts), multipart().complete(upload, parts))
                .await();

        assertThat(target().stat(upload.key()).await().length()).isEqualTo(MIN);
        assertThat(problemOf(multipart().parts(upload)).type()).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void tagMayComeWithoutItsQuotes() {
        MultipartUpload upload = begin();
        String tag = savePart(upload, 1, "x").tag().etag();

        multipart()
                .complete(upload, List.of(new PartTag(1, tag.replace("\"", ""))))
                .await();

        assertThat(read(upload.key(), null).toString()).isEqualTo("x");
    }

    @Test
    void partsThatAreNotNamedAreDropped() {
        MultipartUpload upload = begin();
        PartTag wanted = savePart(upload, 1, MIN).tag();
        StoredPart dropped = savePart(upload, 2, "dropped");

        multipart().complete(upload, List.of(wanted)).await();

        assertThat(dropped.number()).isEqualTo(2);
        assertThat(target().stat(upload.key()).await().length()).isEqualTo(MIN);
        assertThat(problemOf(multipart().parts(upload)).type()).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void partsThatMakeNoObjectAreRefusedAndKept() {
        MultipartUpload upload = begin();
        PartTag small = savePart(upload, 1, "too small for a first part").tag();
        PartTag last = savePart(upload, 2, "last").tag();

        List<List<PartTag>> refused = List.of(
                List.of(), List.of(small, last), List.of(last, small), List.of(last, last), List.of(NEVER_SAVED));

        assertThat(refused)
                .allSatisfy(parts -> assertThat(
                                problemOf(multipart().complete(upload, parts)).type())
                        .isEqualTo(ProblemType.VALIDATION_ERROR));
        assertThat(multipart().parts(upload).await()).hasSize(2);
        multipart().abort(upload).await();
    }

    @Test
    void abortRemovesEverythingAndMayBeRepeated() {
        MultipartUpload upload = begin();
        PartTag part = savePart(upload, 1, "gone soon").tag();

        multipart().abort(upload).await();
        multipart().abort(upload).await();

        assertThat(problemOf(multipart().parts(upload)).type()).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problemOf(multipart().complete(upload, List.of(part))).type())
                .isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problemOf(multipart().savePart(upload, 2, 4, new TextSource("late")))
                        .type())
                .isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void abortByKeyFindsEveryUploadOfItAndNoOther() {
        String key = newKey();
        List<MultipartUpload> lost = IntStream.range(0, 3)
                .mapToObj(n -> multipart().begin(key, ObjectMetadata.MP4).await())
                .toList();
        MultipartUpload neighbour =
                multipart().begin(key + ".mp4", ObjectMetadata.MP4).await();

        multipart().abortAll(key).await();
        multipart().abortAll(key).await();

        assertThat(lost)
                .allSatisfy(upload ->
                        assertThat(problemOf(multipart().parts(upload)).type()).isEqualTo(ProblemType.NOT_FOUND));
        assertThat(multipart().parts(neighbour).await()).isEmpty();
        multipart().abort(neighbour).await();
    }

    @Test
    void abortAfterCompletionLeavesTheObject() {
        MultipartUpload upload = begin();
        multipart()
                .complete(upload, List.of(savePart(upload, 1, "stays").tag()))
                .await();

        multipart().abort(upload).await();
        multipart().abortAll(upload.key()).await();

        assertThat(read(upload.key(), null).toString()).isEqualTo("stays");
    }

    @ParameterizedTest
    @CsvSource({"10, 9", "10, 11", "10, 200000", "100000, 1"})
    void partOfAnotherLengthIsRefusedAndNotStored(long announced, long given) {
        MultipartUpload upload = begin();

        Future<StoredPart> saved = multipart().savePart(upload, 1, announced, GeneratedSource.of(vertx(), given));

        assertThat(problemOf(saved).type()).isEqualTo(ProblemType.VALIDATION_ERROR);
        assertThat(multipart().parts(upload).await()).isEmpty();
        multipart().abort(upload).await();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 300_000})
    void brokenSourceStoresNoPartAndLeavesTheEarlier(long failAt) {
        MultipartUpload upload = begin();
        StoredPart earlier = savePart(upload, 1, "earlier");
        GeneratedSource broken = GeneratedSource.failingAt(vertx(), 1_000_000, failAt);

        assertThatThrownBy(multipart().savePart(upload, 1, 1_000_000, broken)::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the source broke");
        assertThat(multipart().parts(upload).await()).containsExactly(earlier);
        multipart().abort(upload).await();
    }

    @Test
    void uploadThatNeverWasIsNotFound() {
        MultipartUpload unknown = new MultipartUpload(newKey(), "6f1ce0de-3b0a-4c5e-8a51-0123456789ab");

        assertThat(problemOf(multipart().parts(unknown)).type()).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problemOf(multipart().savePart(unknown, 1, 1, new TextSource("x")))
                        .type())
                .isEqualTo(ProblemType.NOT_FOUND);
        multipart().abort(unknown).await();
    }

    @Test
    void linkTakesItsPartWithoutAnyOtherHeader() {
        MultipartUpload upload = begin();
        URI url = multipart().partUrl(upload, 1, 10, TTL).await();

        HttpClientResponse response = put(url, "0123456789");

        assertThat(response.statusCode()).isEqualTo(200);
        PartTag tag = new PartTag(1, response.getHeader("ETag"));
        assertThat(multipart().parts(upload).await()).containsExactly(new StoredPart(tag, 10));
        multipart().complete(upload, List.of(tag)).await();
        assertThat(read(upload.key(), null).toString()).isEqualTo("0123456789");
    }

    private MultipartUpload begin() {
        return multipart().begin(newKey(), ObjectMetadata.MP4).await();
    }

    private MultipartPort multipart() {
        return target().multipart();
    }

    private StoredPart savePart(MultipartUpload upload, int number, String text) {
        return multipart()
                .savePart(upload, number, text.length(), new TextSource(text))
                .await();
    }

    private StoredPart savePart(MultipartUpload upload, int number, int length) {
        return multipart()
                .savePart(upload, number, length, GeneratedSource.of(vertx(), length))
                .await();
    }

    private HttpClientResponse put(URI url, String body) {
        return send(HttpMethod.PUT, url, Map.of(), Buffer.buffer(body));
    }
}
