package co.anb.showcase.api.live;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is followed, with the event that its clients see at present. Streams come and go on their own event
 * loops; the state is changed on the context of its {@link Feed} alone.
 *
 * @param <S> its state
 */
final class Topic<S> {

    private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
    private final long gapNanos;
    private @Nullable S state;
    private boolean changed;
    private long publishedAt;
    private volatile @Nullable Frame frame;
    private volatile @Nullable Throwable end;

    /** A topic of which nothing is known yet, whose events are this far apart at least. */
    Topic(long gapNanos) {
        this.gapNanos = gapNanos;
    }

    void add(LiveStream stream) {
        streams.add(stream);
    }

    /** Whether nobody is left. */
    boolean remove(LiveStream stream) {
        streams.remove(stream);
        return streams.isEmpty();
    }

    /** The present event, once there is one. */
    @Nullable
    Frame frame() {
        return frame;
    }

    /** Why it is over, once it is. */
    @Nullable
    Throwable end() {
        return end;
    }

    /** On the feed's context: the state, once there is one. */
    @Nullable
    S state() {
        return state;
    }

    /** On the feed's context: takes a state, and shows it unless the last event is too young. */
    void show(S newState, Supplier<Frame> event) {
        if (!newState.equals(state)) {
            state = newState;
            changed = true;
        }
        long now = System.nanoTime();
        if (!changed || (frame != null && now - publishedAt < gapNanos)) {
            return;
        }
        changed = false;
        Frame next = event.get();
        Frame last = frame;
        if (last == null || !last.id().equals(next.id())) {
            frame = next;
            publishedAt = now;
            tellAll();
        }
    }

    /** Ends its streams: what was followed is gone. */
    void end(Throwable reason) {
        end = reason;
        tellAll();
    }

    private void tellAll() {
        streams.forEach(LiveStream::wake);
    }
}
