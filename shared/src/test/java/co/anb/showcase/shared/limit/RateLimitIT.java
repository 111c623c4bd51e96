package co.anb.showcase.shared.limit;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.observe.Lifecycle;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(20)
class RateLimitIT {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SetClock clock = new SetClock();
    private WebClient client;
    private int port;

    @BeforeEach
    void listen(Vertx vertx) {
        client = WebClient.create(vertx);
        Edge edge = new Edge(vertx, HttpConfig.from(ConfigReader.of(Map.of()), 0), new Lifecycle());
        Router router = edge.router();
        IntStream.of(0, 2, 200)
                .forEach(perMinute -> router.get("/" + perMinute + "/:caller")
                        .handler(RateLimit.<String>perMinute("visits", perMinute, registry, clock)
                                .by(ctx -> ctx.pathParam("caller")))
                        .handler(edge.reply(ctx -> Future.succeededFuture(Reply.noContent()))));
        port = edge.listen(router).await().actualPort();
    }

    @Test
    void allOfAMinuteMayComeAtOnce() {
        assertThat(IntStream.range(0, 200)
                        .map(n -> get("/200/one").statusCode())
                        .boxed())
                .containsOnly(204);
        assertThat(get("/200/one").statusCode()).isEqualTo(429);
    }

    @Test
    void headersTellHowOneStands() {
        HttpResponse<Buffer> first = get("/2/one");
        HttpResponse<Buffer> second = get("/2/one");
        HttpResponse<Buffer> refused = get("/2/one");

        assertThat(first.getHeader("RateLimit-Policy")).isEqualTo("\"visits\";q=2;w=60");
        assertThat(first.getHeader("RateLimit")).isEqualTo("\"visits\";r=1;t=30");
        assertThat(second.getHeader("RateLimit")).isEqualTo("\"visits\";r=0;t=60");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.getHeader("RateLimit")).isEqualTo("\"visits\";r=0;t=30");
        assertThat(refused.getHeader("Retry-After")).isEqualTo("30");
        assertThat(refused.bodyAsJsonObject().getString("error_code")).isEqualTo("RATE_LIMITED");
        assertThat(registry.get("showcase.throttled").counter().count()).isOne();
    }

    @Test
    void othersAreNotHeldBack() {
        IntStream.range(0, 3).forEach(n -> get("/2/one"));

        assertThat(get("/2/other").statusCode()).isEqualTo(204);
    }

    @Test
    void timeBringsBackWhatWasUsed() {
        IntStream.range(0, 2).forEach(n -> get("/2/one"));

        clock.now = clock.now.plus(Duration.ofSeconds(30));

        assertThat(get("/2/one").statusCode()).isEqualTo(204);
        assertThat(get("/2/one").statusCode()).isEqualTo(429);
    }

    @Test
    void zeroIsOff() {
        HttpResponse<Buffer> answer = get("/0/one");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().names()).doesNotContain("RateLimit", "RateLimit-Policy");
    }

    @CanIgnoreReturnValue
    private HttpResponse<Buffer> get(String path) {
        return client.get(port, "127.0.0.1", path).send().await();
    }

    private static final class SetClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
