package co.anb.showcase.api.vote;

import co.anb.showcase.shared.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one batch from its first attempt to its last answer, which comes by the deadline.
 *
 * <p>An attempt whose connection is lost may have been committed, and may even be running still. So the transaction of
 * a batch locks its connection's ticket first and leaves its number and what it changed on it. After a loss the ticket
 * is closed over a new connection: that waits for an attempt that holds it, keeps out one that has not come there yet,
 * and tells what the last one did. If that was this batch it is answered from there; else nothing of it was written,
 * and it is sent again. An attempt that the server says it rolled back is just sent again.
 *
 * <p>At the deadline the connection is closed without waiting for anything, and what has no answer yet gets 503. Used
 * by the batcher's thread alone.
 *
 * @param <R> what becomes of one request
 */
final class BatchRun<R> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);
    private static final int MOST_PAUSE_MILLIS = 200;

    /** An attempt of which is not known what became of it. */
    private record Attempt(UUID ticket, long batch) {}

    private final Vertx vertx;
    private final VoteBatch<R> batch;
    private final VoteSessions sessions;
    private final VoteRepository votes;
    private final BatchMetrics metrics;
    private final Duration deadline;
    private final long began = System.nanoTime();
    private final Promise<Void> ended = Promise.promise();
    private List<VoteKey> keys;
    private @Nullable Attempt unknown;
    /** What it means for the votes when this fails. */
    private Refusal refusal = Refusal.FAILED;

    private boolean over;
    private int failures;

    BatchRun(
            Vertx vertx,
            VoteBatch<R> batch,
            VoteSessions sessions,
            VoteRepository votes,
            Duration deadline,
            BatchMetrics metrics) {
        this.vertx = vertx;
        this.batch = batch;
        this.sessions = sessions;
        this.votes = votes;
        this.deadline = deadline;
        this.metrics = metrics;
        this.keys = batch.keys();
    }

    /** Succeeds when every request of the batch has its answer. */
    Future<Void> run() {
        metrics.begun(batch.size(), batch.requests());
        long timer = vertx.setTimer(deadline.toMillis(), fired -> giveUp());
        attempt().onComplete(done -> {
            vertx.cancelTimer(timer);
            if (over) {
                return;
            }
            if (done.failed()) {
                LOG.error("batch failed rows={}", keys.size(), done.cause());
                refuse(refusal, done.cause());
            }
            end();
        });
        return ended.future();
    }

    private void giveUp() {
        LOG.warn("batch given up at its deadline rows={} undecided={}", keys.size(), batch.size());
        metrics.deadline();
        sessions.drop();
        refuse(Refusal.DEADLINE, Refusal.DEADLINE.toProblem());
        end();
    }

    private void refuse(Refusal reason, Throwable answer) {
        metrics.refused(reason, batch.fail(answer));
    }

    private void end() {
        over = true;
        metrics.ended(batch.requests(), System.nanoTime() - began);
        ended.complete();
    }

    private Future<Void> attempt() {
        if (over) {
            return Future.succeededFuture();
        }
        return sessions.current()
                .compose(session -> settle(session)
                        .compose(committed -> committed.isPresent() ? Future.succeededFuture(committed) : send(session))
                        .compose(receipt -> receipt.isPresent() ? answer(session, receipt.get()) : reopen()))
                .recover(this::again);
    }

    /** What an attempt that is not known to have failed came to; empty when there is none or it came to nothing. */
    private Future<Optional<Receipt>> settle(VoteSession session) {
        @Nullable Attempt last = unknown;
        if (last == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return votes.closeTicket(session.connection(), last.ticket())
                .map(found -> {
                    if (found.isEmpty()) {
                        refusal = Refusal.UNDECIDED;
                        throw refusal.toProblem();
                    }
                    return found.filter(newest -> newest.batch() == last.batch());
                })
                .onSuccess(committed -> committed.ifPresent(receipt -> metrics.settled()));
    }

    /** One try; empty when the ticket does not hold any more, and nothing was written. */
    private Future<Optional<Receipt>> send(VoteSession session) {
        Attempt attempt = new Attempt(session.ticket(), session.nextBatch());
        unknown = attempt;
        return batch.action()
                .execute(session.connection(), attempt.ticket(), attempt.batch(), keys)
                .recover(failure -> {
                    if (isAnswer(failure)) {
                        unknown = null;
                    }
                    return Future.failedFuture(failure);
                });
    }

    private Future<Void> answer(VoteSession session, Receipt receipt) {
        batch.accept(receipt);
        return batch.size() == 0
                ? Future.succeededFuture()
                : batch.action().unchanged(session.connection(), batch.keys()).compose(this::explain);
    }

    /** What there is no reason for any more, such as a vote that was withdrawn a moment ago, is asked for again. */
    private Future<Void> explain(Map<VoteKey, R> keyToResult) {
        batch.explain(keyToResult);
        if (batch.size() == 0) {
            return Future.succeededFuture();
        }
        unknown = null;
        keys = batch.keys();
        return attempt();
    }

    private Future<Void> reopen() {
        unknown = null;
        sessions.drop();
        return attempt();
    }

    private Future<Void> again(Throwable failure) {
        boolean rolledBack = failure instanceof PgException database && isRepeatable(database);
        if (over || failure instanceof ProblemException || (isAnswer(failure) && !rolledBack)) {
            return Future.failedFuture(failure);
        }
        if (rolledBack) {
            metrics.rolledBack();
        } else {
            metrics.lost();
            sessions.drop();
        }
        LOG.info("batch is tried again rows={} cause={}", keys.size(), failure.toString());
        return vertx.timer(pause(), TimeUnit.MILLISECONDS).compose(later -> attempt());
    }

    /** Grows, and differs between processes that got into each other's way. */
    private long pause() {
        failures++;
        int most = Math.min(MOST_PAUSE_MILLIS, 10 << Math.min(failures, 8));
        return 1L + ThreadLocalRandom.current().nextInt(most);
    }

    /** The server says that it failed the statement, and goes on: the transaction is rolled back. */
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof PgException database && "ERROR".equals(database.getSeverity());
    }

    /** Class 40, transaction rollback: deadlock, serialization failure (PostgreSQL, appendix A). */
    private static boolean isRepeatable(PgException failure) {
        @Nullable String state = failure.getSqlState();
        return state != null && state.startsWith("40") && isAnswer(failure);
    }
}
