package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.problem.ProblemException;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A store that is open for one test, and what tests of every store need to use it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class OpenStore {

    protected static final Duration TTL = Duration.ofMinutes(5);

    private Vertx vertx;
    private HttpClient client;
    private StoragePort target;

    /** Opens the store; links that it makes can be followed until the test ends. */
    protected abstract StoragePort open(Vertx vertx);

    protected final Vertx vertx() {
        return vertx;
    }

    protected final StoragePort target() {
        return target;
    }

    @BeforeEach
    void openStore() {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
        target = open(vertx);
    }

    @AfterEach
    void closeStore() {
        target.close().await();
        vertx.close().await();
    }

    /** A key that no other test uses. */
    protected static String newKey() {
        return "uploads/2026/01/31/" + UUID.randomUUID() + "-video.mp4";
    }

    @CanIgnoreReturnValue
    protected final StoredObject save(String key, String text) {
        return target.save(key, new TextSource(text), ObjectMetadata.MP4).await();
    }

    protected final Buffer read(String key, @Nullable ByteRange range) {
        return target.load(key, range).compose(OpenStore::collect).await();
    }

    protected final HttpClientResponse get(URI url, @Nullable String range) {
        return send(HttpMethod.GET, url, range == null ? Map.of() : Map.of("Range", range), Buffer.buffer());
    }

    /** Follows a link as a client does that knows nothing but the link. */
    protected final HttpClientResponse send(HttpMethod method, URI url, Map<String, String> headers, Buffer body) {
        RequestOptions options = new RequestOptions().setMethod(method).setAbsoluteURI(url.toString());
        headers.forEach(options::putHeader);
        return client.request(options)
                .compose(request -> (body.length() == 0 ? request.send() : request.send(body))
                        // Asked for on the response's own thread, before its body can pass by.
                        .compose(response -> response.body().map(response)))
                .await();
    }

    protected static ProblemException problemOf(Future<?> failed) {
        Throwable failure = failed.transform(result -> Future.succeededFuture(result.cause()))
                .await();
        return ProblemException.find(failure)
                .orElseThrow(() -> new AssertionError("no problem but " + failure, failure));
    }

    protected static Future<Buffer> collect(ObjectContent content) {
        Buffer all = Buffer.buffer();
        Promise<Buffer> done = Promise.promise();
        content.body().exceptionHandler(done::tryFail);
        content.body().endHandler(end -> done.tryComplete(all));
        content.body().handler(all::appendBuffer);
        return done.future().eventually(content::close);
    }
}
