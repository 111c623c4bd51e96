package co.anb.showcase.api.ranking;

import io.vertx.core.json.JsonArray;

/**
 * Those who stand highest in a city or in all, as whoever follows the ranking sees them. Two are equal while nothing
 * changed in between.
 *
 * @param table everybody of the filter
 */
public record RankingTop(RankingTable table) {

    /** As many as a client gets that asks for the ranking and says no more. */
    private static final int PLAYERS = 50;

    /** The rows, as the ranking's own route gives them. */
    public JsonArray toJson() {
        return table.toJson(0, PLAYERS);
    }
}
