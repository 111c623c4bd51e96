package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;

/**
 * A player with published videos and the votes of all of them.
 *
 * @param username first and last name; two players may have the same
 * @param city as the player wrote it
 * @param cityKey what it is compared by
 * @param votes their sum, 0 included
 */
record RankedPlayer(String username, String city, CityKey cityKey, long votes) {}
