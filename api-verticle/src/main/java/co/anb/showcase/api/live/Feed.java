package co.anb.showcase.api.live;

import co.anb.showcase.api.rounds.Rounds;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All topics of one kind. A topic is there while somebody follows it, and while there are topics, their states are read
 * together at an interval, and at once when a new one came or an event told of a change. One a process; streams of all
 * event loops may join and leave.
 *
 * @param <K> names a topic
 * @param <S> its state
 */
final class Feed<K, S> {

    /** A question that hangs must not stop the rounds. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final LiveKind kind;
    private final Source<K, S> source;
    private final long gapNanos;
    private final Context context;
    private final Rounds rounds;
    private final Map<K, Topic<S>> topics = new ConcurrentHashMap<>();
    private boolean away;

    /**
     * A feed that does not read yet.
     *
     * @param period how often states are read, give or take a fifth
     * @param gap the events of a topic are this far apart at least
     */
    Feed(Vertx vertx, LiveKind kind, Source<K, S> source, Duration period, Duration gap) {
        this.kind = kind;
        this.source = source;
        this.gapNanos = gap.toNanos();
        this.context = vertx.getOrCreateContext();
        this.rounds = new Rounds(vertx, "live-" + kind.tag(), period, this::read);
    }

    /** What its topics are. */
    LiveKind kind() {
        return kind;
    }

    /** Begins to read. */
    void start() {
        rounds.start();
    }

    /** Reads no more. */
    Future<Void> stop() {
        return rounds.stop();
    }

    /** Lets a stream follow a topic; it is woken when there is something to see. */
    Topic<S> join(K key, LiveStream stream) {
        Topic<S> topic = topics.compute(key, (same, known) -> {
            Topic<S> there = known == null || known.end() != null ? new Topic<>(gapNanos) : known;
            there.add(stream);
            return there;
        });
        if (topic.frame() == null) {
            rounds.wake();
        } else {
            stream.wake();
        }
        return topic;
    }

    /** Forgets a stream, and its topic with the last one. */
    void leave(K key, LiveStream stream) {
        topics.computeIfPresent(key, (same, known) -> known.remove(stream) ? null : known);
    }

    /** An event told what changed, ahead of the database; nothing happens when nobody follows the topic. */
    void heard(K key, UnaryOperator<S> change) {
        if (topics.containsKey(key)) {
            context.runOnContext(ignored -> apply(key, change));
        }
    }

    /** An event told that something changed; nothing happens when nobody follows the topic. */
    void heard(K key) {
        if (topics.containsKey(key)) {
            rounds.wake();
        }
    }

    private void apply(K key, UnaryOperator<S> change) {
        Topic<S> topic = topics.get(key);
        S state = topic == null ? null : topic.state();
        if (topic != null && state != null) {
            show(key, topic, change.apply(state));
        }
    }

    private Future<Void> read() {
        Set<K> keys = Set.copyOf(topics.keySet());
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        return source.read(keys)
                .timeout(LONGEST_READ.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(found -> {
                    away = false;
                    keys.forEach(key -> take(key, found));
                })
                .onFailure(failure -> {
                    tell(failure);
                    keys.forEach(key -> refuse(key, failure));
                })
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Once, and not with every round until it is over. */
    private void tell(Throwable failure) {
        if (!away) {
            LOG.warn("what is followed can't be read, clients keep what they have kind={}", kind, failure);
        }
        away = true;
    }

    private void take(K key, Map<K, S> found) {
        Topic<S> topic = topics.get(key);
        if (topic == null) {
            return;
        }
        S read = found.get(key);
        if (read == null) {
            topic.end(ProblemException.of(ProblemType.VIDEO_NOT_FOUND));
            return;
        }
        S shown = topic.state();
        show(key, topic, shown == null ? read : source.merge(shown, read));
    }

    /** Who sees the present state keeps it; who came and waits for it is refused. */
    private void refuse(K key, Throwable failure) {
        Topic<S> topic = topics.get(key);
        if (topic != null && topic.frame() == null) {
            topic.end(failure);
        }
    }

    private void show(K key, Topic<S> topic, S state) {
        topic.show(state, () -> Frame.of(source.json(key, state)));
    }
}
