package co.anb.showcase.shared.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {
    private final Confirmations confirmations = new Confirmations();
    private List<Promise<Void>> promises = List.of();

    @BeforeEach
    void fiveWait() {
        promises = LongStream.rangeClosed(1, 5)
                .mapToObj(number -> {
                    Promise<Void> promise = Promise.promise();
                    confirmations.expect(number, promise);
                    return promise;
                })
                .toList();
    }

    @Test
    void settlesOneOrAllUpToANumber() {
        confirmations.handleAck(2, false);
        confirmations.handleNack(4, true);

        assertThat(succeeded()).containsExactly(false, true, false, false, false);
        assertThat(failed()).containsExactly(true, false, true, true, false);
        assertThat(confirmations.waiting()).isEqualTo(1);
    }

    @Test
    void failsAReturnedMessageThoughItIsConfirmedAfterwards() {
        confirmations.settle(3, new IllegalStateException("returned"));
        confirmations.handleAck(5, true);

        assertThat(succeeded()).containsExactly(true, true, false, true, true);
    }

    @Test
    void failsWhatComesAfterTheEnd() {
        confirmations.fail(new IllegalStateException("over"));
        Promise<Void> late = Promise.promise();

        confirmations.expect(6, late);

        assertThat(failed()).containsOnly(true);
        assertThat(late.future().failed()).isTrue();
        assertThat(confirmations.waiting()).isZero();
    }

    private List<Boolean> succeeded() {
        return promises.stream().map(promise -> promise.future().succeeded()).toList();
    }

    private List<Boolean> failed() {
        return promises.stream().map(promise -> promise.future().failed()).toList();
    }
}
