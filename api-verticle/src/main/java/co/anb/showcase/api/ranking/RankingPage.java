package co.anb.showcase.api.ranking;

import java.util.List;

/**
 * A part of the ranking.
 *
 * @param total players inside the filter
 * @param offset how many of them stand before the first of this page
 * @param players those of the page, best first; the first one's position is {@code offset + 1}
 */
record RankingPage(int total, long offset, List<RankedPlayer> players) {

    /** Copies the players. */
    RankingPage {
        players = List.copyOf(players);
    }
}
