package co.anb.showcase.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter of {@link StoragePort} keeps. An adapter's test extends this and says how a store is opened; each
 * test has keys of its own, so one store may serve them all.
 */
public abstract class StoragePortContract extends OpenStore {

    private static final long LARGE = 64L * 1024 * 1024;

    /** The most bytes that a store takes from a source before the first of them is away. */
    protected long mostAhead() {
        return 8L * 1024 * 1024;
    }

    @Test
    void bytesAndDescriptionComeBackAsSaved() {
        String key = newKey();

        StoredObject saved = save(key, "¡Hola, cancha!");

        assertThat(saved.key()).isEqualTo(key);
        assertThat(saved.length()).isEqualTo(15);
        assertThat(saved.contentType()).isEqualTo("video/mp4");
        assertThat(target().stat(key).await()).isEqualTo(saved);
        assertThat(read(key, null).toString()).isEqualTo("¡Hola, cancha!");
    }

    @Test
    void emptyObjectIsAnObject() {
        String key = newKey();

        StoredObject saved = save(key, "");

        assertThat(saved.length()).isZero();
        assertThat(read(key, null).length()).isZero();
    }

    @Test
    void largeObjectStreamsInAndOutWithBackPressure() {
        String key = newKey();
        Promise<StoredObject> saved = Promise.promise();
        Promise<GeneratedSource> source = Promise.promise();

        vertx().runOnContext(start -> {
            source.complete(GeneratedSource.of(vertx(), LARGE));
            target().save(key, source.future().result(), ObjectMetadata.MP4).onComplete(saved);
        });

        assertThat(saved.future().await().length()).isEqualTo(LARGE);
        assertThat(source.future().await().largestBurst()).isBetween(1L, mostAhead());
        assertThat(countMatching(key)).isEqualTo(LARGE);
    }

    @Test
    void slowReaderIsNotRunOver() {
        String key = newKey();
        target().save(key, GeneratedSource.of(vertx(), 1_000_000), ObjectMetadata.MP4)
                .await();
        ObjectContent content = target().load(key, null).await();
        Promise<Integer> first = Promise.promise();
        List<Buffer> seen = new CopyOnWriteArrayList<>();

        content.body().pause();
        content.body().handler(buffer -> {
            seen.add(buffer);
            first.tryComplete(seen.size());
        });
        content.body().fetch(1);

        assertThat(first.future().await()).isEqualTo(1);
        content.close().await();
        assertThat(seen).hasSize(1);
    }

    @Test
    void rangesGiveExactlyTheirBytes() {
        String key = newKey();
        target().save(key, GeneratedSource.of(vertx(), 200_000), ObjectMetadata.MP4)
                .await();

        assertThat(read(key, ByteRange.of(0, 99))).isEqualTo(GeneratedSource.bytes(0, 100));
        assertThat(read(key, ByteRange.of(70_000, 139_999))).isEqualTo(GeneratedSource.bytes(70_000, 70_000));
        assertThat(read(key, ByteRange.from(199_999))).isEqualTo(GeneratedSource.bytes(199_999, 1));
        assertThat(read(key, ByteRange.suffix(10))).isEqualTo(GeneratedSource.bytes(199_990, 10));
        assertThat(read(key, ByteRange.suffix(900_000)).length()).isEqualTo(200_000);
        assertThat(read(key, ByteRange.of(199_000, 900_000))).isEqualTo(GeneratedSource.bytes(199_000, 1_000));
    }

    @Test
    void rangeTellsItsPlaceInTheWhole() {
        String key = newKey();
        save(key, "0123456789");

        ObjectContent content = target().load(key, ByteRange.of(2, 4)).await();

        assertThat(content.offset()).isEqualTo(2);
        assertThat(content.length()).isEqualTo(3);
        assertThat(content.object().length()).isEqualTo(10);
        content.close().await();
    }

    @Test
    void rangePastTheEndIsRefusedWithTheLength() {
        String key = newKey();
        save(key, "0123456789");

        ProblemException problem = problemOf(target().load(key, ByteRange.from(10)));

        assertThat(problem.type()).isEqualTo(ProblemType.RANGE_NOT_SATISFIABLE);
        assertThat(problem.headers()).containsEntry("Content-Range", "bytes */10");
    }

    @Test
    void savingAgainReplacesAndChangesTheTag() {
        String key = newKey();

        StoredObject first = save(key, "one");
        StoredObject second = save(key, "two, longer");

        assertThat(read(key, null).toString()).isEqualTo("two, longer");
        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThat(target().stat(key).await().etag()).isEqualTo(second.etag());
    }

    @Test
    void openReaderKeepsWhatItOpened() {
        String key = newKey();
        save(key, "the old bytes");
        ObjectContent content = target().load(key, null).await();

        save(key, "new");

        assertThat(collect(content).await().toString()).isEqualTo("the old bytes");
    }

    @Test
    void parallelSavesOfOneKeyLeaveOneWhole() {
        String key = newKey();
        List<Future<StoredObject>> saves = IntStream.range(0, 8)
                .mapToObj(n -> target().save(key, GeneratedSource.of(vertx(), 100_000 + n), ObjectMetadata.MP4))
                .toList();

        Future.all(saves).await();

        StoredObject present = target().stat(key).await();
        assertThat(saves).extracting(save -> save.result().etag()).contains(present.etag());
        assertThat(countMatching(key)).isEqualTo(present.length()).isBetween(100_000L, 100_007L);
    }

    @Test
    void deleteIsIdempotent() {
        String key = newKey();
        save(key, "gone soon");

        target().delete(key).await();
        target().delete(key).await();

        assertThat(problemOf(target().stat(key)).type()).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void missingObjectIsNotFound() {
        String key = newKey();

        assertThat(problemOf(target().load(key, null)).type()).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problemOf(target().load(key, ByteRange.from(3))).type()).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problemOf(target().stat(key)).type()).isEqualTo(ProblemType.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 500_000})
    void brokenSourceStoresNothing(long failAt) {
        String key = newKey();
        GeneratedSource source = GeneratedSource.failingAt(vertx(), 1_000_000, failAt);

        Future<StoredObject> save = target().save(key, source, ObjectMetadata.MP4);

        assertThatThrownBy(save::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the source broke");
        assertThat(problemOf(target().stat(key)).type()).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void brokenSourceLeavesTheOlderObject() {
        String key = newKey();
        save(key, "older");
        GeneratedSource source = GeneratedSource.failingAt(vertx(), 1_000_000, 100_000);

        assertThatThrownBy(target().save(key, source, ObjectMetadata.MP4)::await)
                .isInstanceOf(IllegalStateException.class);

        assertThat(read(key, null).toString()).isEqualTo("older");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "uploads",
                "uploads/",
                "/uploads/a",
                "uploads/../processed/a",
                "uploads/./a",
                "uploads//a",
                "uploads/a/",
                "uploads/.hidden",
                "uploads/a\\b",
                "uploads/a%2f..%2fb",
                "uploads/a\nb",
                "uploads/a\u0000",
                "uploads/ñandú.mp4",
                "UPLOADS/a",
                "other/a",
                "../etc/passwd"
            })
    void keysThatAreNoneAreRefused(String key) {
        GeneratedSource source = GeneratedSource.of(vertx(), 10);

        assertThatThrownBy(target().save(key, source, ObjectMetadata.MP4)::await)
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(target().url(key, TTL, Disposition.INLINE)::await)
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(problemOf(target().load(key, null)).type()).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(problemOf(target().stat(key)).type()).isEqualTo(ProblemType.NOT_FOUND);
        target().delete(key).await();
        assertThat(source.given()).isZero();
    }

    @Test
    void linkIsFollowedWithoutAHeader() {
        String key = newKey();
        save(key, "0123456789");
        URI url = target().url(key, TTL, Disposition.INLINE).await();

        HttpClientResponse response = get(url, null);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Content-Type")).isEqualTo("video/mp4");
        assertThat(response.getHeader("Accept-Ranges")).isEqualTo("bytes");
        assertThat(response.body().await().toString()).isEqualTo("0123456789");
    }

    @Test
    void linkTakesARange() {
        String key = newKey();
        save(key, "0123456789");
        URI url = target().url(key, TTL, Disposition.INLINE).await();

        HttpClientResponse response = get(url, "bytes=2-4");

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.getHeader("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(response.body().await().toString()).isEqualTo("234");
    }

    @Test
    void listGoesOnAfterAKeyInTheOrderOfKeys() {
        String folder = "processed/" + UUID.randomUUID();
        // A hyphen and a point come before the slash, a digit after it.
        List<String> keys = List.of("/a-b.mp4", "/a.mp4", "/a/c.mp4", "/a/d/e.mp4", "/a0.mp4").stream()
                .map(folder::concat)
                .toList();
        keys.forEach(key -> save(key, "x"));

        List<ListedObject> first = target().list(folder, 2).await();
        List<ListedObject> rest = target().list(first.get(1).key(), 1_000).await();

        assertThat(first).extracting(ListedObject::key).isEqualTo(keys.subList(0, 2));
        assertThat(rest)
                .extracting(ListedObject::key)
                .startsWith(keys.subList(2, 5).toArray(String[]::new));
        assertThat(first.get(0).lastModified())
                .isCloseTo(target().stat(keys.get(0)).await().lastModified(), within(1, ChronoUnit.SECONDS));
        assertThat(target().list("z", 1).await()).isEmpty();
    }

    @Test
    void linkCarriesANameInAnyScript() {
        String key = newKey();
        save(key, "x");
        Disposition disposition = Disposition.attachment("Canción de Ñandú 🏀 \"final\".mp4");
        URI url = target().url(key, TTL, disposition).await();

        HttpClientResponse response = get(url, null);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Content-Disposition"))
                .isEqualTo(disposition.headerValue())
                .startsWith("attachment; filename=\"Cancion de Nandu _ _final_.mp4\"; filename*=UTF-8''Canci%C3%B3n");
    }

    /** Reads an object of generated bytes piece by piece and counts those that are what they should be. */
    private long countMatching(String key) {
        ObjectContent content = target().load(key, null).await();
        long[] position = {0};
        Promise<Long> done = Promise.promise();
        content.body().exceptionHandler(done::tryFail);
        content.body().endHandler(end -> done.tryComplete(position[0]));
        content.body().handler(buffer -> {
            byte[] expected =
                    GeneratedSource.bytes(position[0], buffer.length()).getBytes();
            position[0] += Arrays.equals(expected, buffer.getBytes()) ? buffer.length() : 0;
        });
        return done.future().eventually(content::close).await();
    }
}
