package co.anb.showcase.api.rounds;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done in rounds, at an interval with jitter and whenever somebody asks: never two rounds at once, and
 * whoever asks during a round gets another one after it. A round that fails is logged, and the next one tries again.
 * The methods may be called from any thread; rounds run on the context of the start.
 */
public final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final double JITTER = 0.2;

    private final Vertx vertx;
    private final String name;
    private final Duration period;
    private final Supplier<Future<Void>> round;
    private final Context context;
    private @Nullable Future<Void> running;
    private boolean askedAgain;
    private boolean stopped = true;
    private long timer = -1;

    /**
     * Rounds that have not begun.
     *
     * @param name for logs
     * @param period between the begins of two rounds, give or take a fifth
     * @param round the work; its failure is logged
     */
    public Rounds(Vertx vertx, String name, Duration period, Supplier<Future<Void>> round) {
        this.vertx = vertx;
        this.name = name;
        this.period = period;
        this.round = round;
        this.context = vertx.getOrCreateContext();
    }

    /** Begins, with a first round right away. */
    public void start() {
        context.runOnContext(ignored -> {
            stopped = false;
            run();
            schedule();
        });
    }

    /** Asks for a round now. */
    public void wake() {
        context.runOnContext(ignored -> run());
    }

    /** Begins no round any more; succeeds when the one that runs has ended. */
    public Future<Void> stop() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> {
            stopped = true;
            vertx.cancelTimer(timer);
            Future<Void> last = running == null ? Future.succeededFuture() : running;
            last.onComplete(ended -> done.complete());
        });
        return done.future();
    }

    private void run() {
        if (stopped) {
            return;
        }
        if (running != null) {
            askedAgain = true;
            return;
        }
        Future<Void> begun = round.get();
        running = begun;
        begun.onFailure(failure -> LOG.warn("round failed, the next one tries again job={}", name, failure))
                .onComplete(ended -> context.runOnContext(ignored -> afterRound()));
    }

    private void afterRound() {
        running = null;
        if (askedAgain) {
            askedAgain = false;
            run();
        }
    }

    private void schedule() {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        timer = vertx.setTimer(Math.max(1, Math.round(period.toMillis() * factor)), fired -> {
            run();
            schedule();
        });
    }
}
