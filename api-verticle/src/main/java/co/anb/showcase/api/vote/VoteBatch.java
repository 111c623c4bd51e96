package co.anb.showcase.api.vote;

import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests that share one transaction: the database is asked of each key once, and further requests for it are answered
 * by what came of the first. What is decided is answered at once, by one task for each event loop that waits. Used by
 * the batcher's thread alone.
 *
 * @param <R> what becomes of one request
 */
final class VoteBatch<R> {

    private final VoteAction<R> action;
    private final BatchMetrics metrics;
    private final Map<VoteKey, Ballot<R>> open = new LinkedHashMap<>();
    private int requests;

    VoteBatch(VoteAction<R> action, BatchMetrics metrics) {
        this.action = action;
        this.metrics = metrics;
    }

    /** What is done with it. */
    VoteAction<R> action() {
        return action;
    }

    void add(Ballot<R> ballot) {
        requests++;
        @Nullable Ballot<R> first = open.putIfAbsent(ballot.key(), ballot);
        if (first != null) {
            first.add(ballot);
        }
    }

    /** Lets a request go that is too late for this batch: it is answered, and asked about no more. */
    void leaveOut(Ballot<R> ballot) {
        requests++;
        ballot.fail(Refusal.WAITED_TOO_LONG.toProblem());
        metrics.refused(Refusal.WAITED_TOO_LONG, 1);
        send(List.of(ballot));
    }

    /** How many requests it was made of. */
    int requests() {
        return requests;
    }

    /** How many keys are not decided yet. */
    int size() {
        return open.size();
    }

    /** The keys that are not decided yet, each once. */
    List<VoteKey> keys() {
        return List.copyOf(open.keySet());
    }

    /** Answers the requests whose row was changed: they are durable. */
    void accept(Receipt receipt) {
        answer(key -> receipt.isChanged(key) ? action.changed() : null);
    }

    /** Answers the requests that are explained. */
    void explain(Map<VoteKey, R> keyToResult) {
        answer(keyToResult::get);
    }

    /** Answers all that are left with a failure, and tells how many that were. */
    int fail(Throwable cause) {
        List<Ballot<R>> ballots = new ArrayList<>();
        open.values()
                .forEach(first -> each(first, ballot -> {
                    ballot.fail(cause);
                    ballots.add(ballot);
                }));
        open.clear();
        send(ballots);
        return ballots.size();
    }

    private void answer(Function<VoteKey, @Nullable R> results) {
        List<Ballot<R>> ballots = new ArrayList<>();
        Iterator<Map.Entry<VoteKey, Ballot<R>>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<VoteKey, Ballot<R>> entry = entries.next();
            @Nullable R result = results.apply(entry.getKey());
            if (result != null) {
                Ballot<R> first = entry.getValue();
                each(first, ballot -> {
                    ballot.decide(ballot == first ? result : action.repeated(result));
                    ballots.add(ballot);
                });
                entries.remove();
            }
        }
        send(ballots);
    }

    private void send(List<Ballot<R>> ballots) {
        Map<ContextInternal, List<Ballot<R>>> loopToBallots = new HashMap<>();
        long now = System.nanoTime();
        for (Ballot<R> ballot : ballots) {
            metrics.waited(now - ballot.since());
            loopToBallots
                    .computeIfAbsent(ballot.loop(), loop -> new ArrayList<>())
                    .add(ballot);
        }
        loopToBallots.forEach((loop, waiting) -> loop.runOnContext(ignored -> waiting.forEach(Ballot::answer)));
    }

    private static <R> void each(Ballot<R> first, Consumer<Ballot<R>> action) {
        for (@Nullable Ballot<R> ballot = first; ballot != null; ballot = ballot.next()) {
            action.accept(ballot);
        }
    }
}
