package co.anb.showcase.api.live;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Set;

/**
 * Where the states of one kind of topic come from.
 *
 * @param <K> names a topic
 * @param <S> a state
 */
interface Source<K, S> {

    /** The present states, all in one question; what is not there (any more) is left out. */
    Future<Map<K, S>> read(Set<K> keys);

    /** What clients see of a state: JSON in one line. */
    Buffer json(K key, S state);

    /**
     * What to show when a state was read.
     *
     * @param shown the state until now, perhaps one that an event told of
     */
    default S merge(S shown, S read) {
        return read;
    }
}
