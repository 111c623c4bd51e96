package co.anb.showcase.shared.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.storage.ObjectMetadata;
import co.anb.showcase.shared.storage.StoredObject;
import co.anb.showcase.shared.storage.TextSource;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that answers 200 with nothing in it, as the tests' S3 server does now and then after a cut. */
@Showcase
class StoredAnswersIT {

    private static final String KEY = "uploads/2026/01/31/answers.mp4";

    private final AtomicInteger puts = new AtomicInteger();
    private final HttpServer server;
    private final S3Storage storage;
    private int emptyAnswers;

    StoredAnswersIT(Vertx vertx) {
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setHandle100ContinueAutomatically(true))
                .requestHandler(this::answer)
                .listen(0)
                .await();
        URI endpoint = URI.create("http://127.0.0.1:" + server.actualPort());
        this.storage = S3Storage.open(vertx, S3Store.config("media", endpoint, Map.of("S3_ATTEMPTS", "3")), "test")
                .await();
    }

    @AfterEach
    void close() {
        storage.close().await();
        server.close().await();
    }

    @Test
    void objectIsSentAgainUntilItsEtagIsTold() {
        emptyAnswers = 2;

        StoredObject stored =
                storage.save(KEY, new TextSource("abc"), ObjectMetadata.MP4).await();

        assertThat(stored.length()).isEqualTo(3);
        assertThat(puts).hasValue(3);
    }

    @Test
    void objectWhoseEtagIsNeverToldIsNotStored() {
        emptyAnswers = Integer.MAX_VALUE;

        Throwable failure = storage.save(KEY, new TextSource("abc"), ObjectMetadata.MP4)
                .transform(result -> Future.succeededFuture(result.cause()))
                .await();

        assertThat(ProblemException.is(ProblemType.STORAGE_ERROR, failure)).isTrue();
        assertThat(puts).hasValue(3);
    }

    private void answer(HttpServerRequest request) {
        request.body().onComplete(body -> {
            if (request.method().equals(HttpMethod.PUT) && puts.incrementAndGet() <= emptyAnswers) {
                request.response().end();
            } else {
                request.response()
                        .putHeader("ETag", "\"900150983cd24fb0d6963f7d28e17f72\"")
                        .putHeader("Last-Modified", "Sat, 31 Jan 2026 12:00:00 GMT")
                        .putHeader("Content-Type", "video/mp4")
                        .putHeader("Content-Length", request.method().equals(HttpMethod.HEAD) ? "3" : "0")
                        .end();
            }
        });
    }
}
