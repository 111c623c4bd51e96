package co.anb.showcase.api.job;

import co.anb.showcase.shared.amqp.AmqpConfig;
import co.anb.showcase.shared.amqp.AmqpConsumer;
import co.anb.showcase.shared.amqp.AmqpException;
import co.anb.showcase.shared.amqp.AmqpListener;
import co.anb.showcase.shared.amqp.AmqpPublisher;
import co.anb.showcase.shared.amqp.Delivery;
import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.shared.jobs.JobMessage;
import co.anb.showcase.shared.jobs.JobRepository;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the jobs of the dead letters back to work.
 *
 * <p>The letters only say which jobs; the table says whether one has failed. Each job is put back first and its letter
 * acknowledged then, so that whoever dies in between leaves a letter that the next replay finds settled. A letter whose
 * job is not failed any more is taken out and counted as skipped. One replay takes no more letters than waited at its
 * start: those that its own jobs cause wait for the next. Two nodes at once share the letters.
 */
final class DeadLetterReplay {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplay.class);
    private static final int PREFETCH = 10;
    private static final int MAX_LETTERS = 1_000;

    /** So long without a letter, and another node took the rest; also the time to connect. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Pool pool;
    private final AmqpConfig amqp;
    private final AmqpPublisher publisher;
    private final AmqpListener listener;
    private final Runnable wakeRelay;
    private final JobRepository jobs = new JobRepository();
    private @Nullable Future<Replayed> running;

    DeadLetterReplay(
            Vertx vertx,
            Pool pool,
            AmqpConfig amqp,
            AmqpPublisher publisher,
            AmqpListener listener,
            Runnable wakeRelay) {
        this.vertx = vertx;
        this.pool = pool;
        this.amqp = amqp;
        this.publisher = publisher;
        this.listener = listener;
        this.wakeRelay = wakeRelay;
    }

    /** Replays; who asks while a replay runs gets its result. Fails with SERVICE_UNAVAILABLE without the broker. */
    synchronized Future<Replayed> run() {
        if (running == null) {
            Future<Replayed> begun = publisher
                    .readyMessages(Topology.DEAD_LETTERS)
                    .compose(waiting -> waiting == 0 ? Future.succeededFuture(Replayed.NOTHING) : replay(waiting))
                    .recover(DeadLetterReplay::unavailable);
            running = begun;
            begun.onComplete(ended -> forget());
            return begun;
        }
        return running;
    }

    private synchronized void forget() {
        running = null;
    }

    private Future<Replayed> replay(int waiting) {
        Round round = new Round(Math.min(waiting, MAX_LETTERS));
        AmqpConsumer consumer = AmqpConsumer.start(
                vertx, amqp, Topology.of(amqp.broker()), Topology.DEAD_LETTERS, PREFETCH, round::handle, listener);
        return round.done
                .future()
                .eventually(consumer::close)
                .compose(done -> publisher.readyMessages(Topology.DEAD_LETTERS))
                .map(round::result);
    }

    private static Future<Replayed> unavailable(Throwable failure) {
        return failure instanceof AmqpException
                ? Future.failedFuture(ProblemException.of(ProblemType.SERVICE_UNAVAILABLE))
                : Future.failedFuture(failure);
    }

    /**
     * What a replay did.
     *
     * @param replayed jobs that are pending again
     * @param skipped letters whose job needed nothing
     * @param remaining letters that wait in the queue after it
     */
    record Replayed(int replayed, int skipped, int remaining) {
        static final Replayed NOTHING = new Replayed(0, 0, 0);
    }

    /** One replay; everything happens on the consumer's context. */
    private final class Round {

        private final Promise<Void> done = Promise.promise();
        private final int letters;
        private int replayed;
        private int skipped;
        private int begun;
        private long quiet;

        Round(int letters) {
            this.letters = letters;
            watch();
        }

        Future<Void> handle(Delivery delivery) {
            if (begun == letters || done.future().isComplete()) {
                return delivery.requeue();
            }
            begun++;
            return JobMessage.parse(delivery.body())
                    .map(message -> jobs.retryFailed(pool, message.jobId()).map(job -> job.isPresent()))
                    .orElseGet(() -> Future.succeededFuture(false))
                    .compose(again -> delivery.ack().map(again))
                    .onSuccess(this::count)
                    .onFailure(done::tryFail)
                    .mapEmpty();
        }

        Replayed result(int remaining) {
            LOG.info("dead letters replayed jobs={} skipped={} remaining={}", replayed, skipped, remaining);
            return new Replayed(replayed, skipped, remaining);
        }

        private void count(boolean again) {
            if (again) {
                replayed++;
                wakeRelay.run();
            } else {
                skipped++;
            }
            vertx.cancelTimer(quiet);
            if (replayed + skipped == letters) {
                done.tryComplete();
            } else {
                watch();
            }
        }

        private void watch() {
            quiet = vertx.setTimer(QUIET.toMillis(), fired -> done.tryComplete());
        }
    }
}
