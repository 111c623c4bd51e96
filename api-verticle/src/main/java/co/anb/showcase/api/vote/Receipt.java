package co.anb.showcase.api.vote;

import java.util.Optional;
import java.util.Set;

/**
 * What the transaction of a batch left on its ticket.
 *
 * @param batch the batch's number on that ticket; 0 when there was none yet
 * @param changed the keys whose row it inserted or deleted; empty when that was all of them
 */
record Receipt(long batch, Optional<Set<VoteKey>> changed) {

    /** Whether a key's row was inserted or deleted. */
    boolean isChanged(VoteKey key) {
        return changed.map(keys -> keys.contains(key)).orElse(true);
    }
}
