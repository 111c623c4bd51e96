package co.anb.showcase.api.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.http.Prepared;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GalleryAnswersTest {

    private final AtomicInteger made = new AtomicInteger();
    private final GalleryAnswers target = new GalleryAnswers(Duration.ofMinutes(5));

    @Test
    void whoAsksMeanwhileAndAfterwardsGetsTheSameAnswer() {
        Promise<Prepared> promise = Promise.promise();
        Future<Prepared> first = target.get("/a", () -> count(promise.future()));
        Future<Prepared> second = target.get("/a", () -> count(promise.future()));
        assertThat(target.ready("/a")).isEmpty();

        promise.complete(answer());

        assertThat(first.result()).isSameAs(second.result());
        assertThat(target.ready("/a")).contains(first.result());
        assertThat(target.ready("/b")).isEmpty();
        assertThat(made).hasValue(1);
    }

    @Test
    void failureIsNotKept() {
        Future<Prepared> failed = target.get("/a", () -> count(Future.failedFuture("away")));

        assertThat(failed.failed()).isTrue();
        assertThat(target.get("/a", () -> count(Future.succeededFuture(answer())))
                        .succeeded())
                .isTrue();
        assertThat(made).hasValue(2);
    }

    @Test
    void longAddressIsAnsweredAndNotKept() {
        String uri = "/" + "a".repeat(300);

        assertThat(target.get(uri, () -> count(Future.succeededFuture(answer())))
                        .succeeded())
                .isTrue();
        assertThat(target.ready(uri)).isEmpty();
    }

    @Test
    void ageOfZeroKeepsNothing() {
        GalleryAnswers forgetful = new GalleryAnswers(Duration.ZERO);

        assertThat(forgetful
                        .get("/a", () -> count(Future.succeededFuture(answer())))
                        .succeeded())
                .isTrue();
        assertThat(forgetful.ready("/a")).isEmpty();
    }

    private Future<Prepared> count(Future<Prepared> answer) {
        made.incrementAndGet();
        return answer;
    }

    private static Prepared answer() {
        return Prepared.json("/a", Buffer.buffer("[]"), Map.of());
    }
}
