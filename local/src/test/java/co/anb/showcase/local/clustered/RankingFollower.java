package co.anb.showcase.local.clustered;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A browser that follows the ranking of a city through the gateway, and comes back whenever its stream ends. */
final class RankingFollower implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final int port;
    private final String path;
    private final AtomicInteger streams = new AtomicInteger();
    private volatile String latest = "";
    private volatile boolean closed;

    /** Begins to follow. */
    RankingFollower(Vertx vertx, int port, String city) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient();
        this.port = port;
        this.path = "/api/public/rankings/stream?city=" + city;
        follow();
    }

    /** How many streams it was given. */
    int streams() {
        return streams.get();
    }

    /** Waits until what it sees is a ranking with so many votes. */
    void awaitVotes(int votes) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(latest).contains("\"votes\":" + votes));
    }

    @Override
    public void close() {
        closed = true;
        await(client.close());
    }

    private void follow() {
        client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send().compose(this::read))
                .onComplete(ended -> comeBack());
    }

    private void comeBack() {
        latest = "";
        if (!closed) {
            vertx.setTimer(PAUSE_MILLIS, id -> follow());
        }
    }

    private Future<Void> read(HttpClientResponse answer) {
        if (answer.statusCode() == 200) {
            streams.incrementAndGet();
        }
        answer.handler(RecordParser.newDelimited("\n", line -> {
            if (line.toString().startsWith("data: ")) {
                latest = line.toString();
            }
        }));
        return answer.end();
    }
}
