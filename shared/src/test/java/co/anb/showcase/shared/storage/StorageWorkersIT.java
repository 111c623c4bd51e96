package co.anb.showcase.shared.storage;

import static co.anb.showcase.testkit.Await.await;
import static co.anb.showcase.testkit.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.testkit.Showcase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bound on file work that waits. */
@Showcase
class StorageWorkersIT {

    private static final int LONGEST_QUEUE = 8;

    private final StorageWorkers target;

    StorageWorkersIT(Vertx vertx) {
        target = new StorageWorkers(vertx, LONGEST_QUEUE);
    }

    @AfterEach
    void close() {
        await(target.close());
    }

    @Test
    void workRunsOnThreadsOfItsOwn() {
        assertThat(await(target.run(() -> Thread.currentThread().getName()))).startsWith("storage");
    }

    @Test
    void workThatThrowsFailsWithWhatItThrew() {
        Future<String> failed = target.run(() -> {
            throw new IOException("disk");
        });

        assertThat(failure(failed)).isInstanceOf(IOException.class).hasMessage("disk");
    }

    @Test
    void stalledDiskCostsRefusalsAndNotMemory() {
        CountDownLatch stalled = new CountDownLatch(1);
        List<Future<Boolean>> accepted = Stream.generate(() -> target.run(() -> {
                    stalled.await();
                    return true;
                }))
                .limit(LONGEST_QUEUE)
                .toList();

        Throwable refused = failure(target.run(() -> true));
        stalled.countDown();

        assertThat(ProblemException.is(ProblemType.SERVICE_UNAVAILABLE, refused))
                .isTrue();
        assertThat(await(Future.all(accepted)).succeeded()).isTrue();
        assertThat(await(target.run(() -> true))).isTrue();
    }
}
