package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * A player with published videos and the votes of all of them.
 *
 * @param id the player
 * @param username first and last name; two players may have the same
 * @param city as the player wrote it
 * @param cityKey what it is compared by
 * @param votes their sum, 0 included
 * @param lastVote when the last of them came, if there is one
 */
record RankedPlayer(UUID id, String username, String city, CityKey cityKey, long votes, Optional<Instant> lastVote) {

    /** Best first: more votes, then the earlier last vote, then the id in PostgreSQL's order; no two are equal. */
    static final Comparator<RankedPlayer> BEST_FIRST = Comparator.comparingLong(RankedPlayer::votes)
            .reversed()
            .thenComparing(player -> player.lastVote.orElse(Instant.MAX))
            .thenComparing((one, other) ->
                    Long.compareUnsigned(one.id.getMostSignificantBits(), other.id.getMostSignificantBits()))
            .thenComparing((one, other) ->
                    Long.compareUnsigned(one.id.getLeastSignificantBits(), other.id.getLeastSignificantBits()));
}
