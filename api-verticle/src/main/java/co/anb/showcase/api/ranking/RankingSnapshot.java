package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ranking as it was at one moment. Immutable.
 *
 * @param all everybody
 * @param cityToTable the players of each city
 */
record RankingSnapshot(RankingTable all, Map<CityKey, RankingTable> cityToTable) {

    /** Nobody. */
    static final RankingSnapshot EMPTY = new RankingSnapshot(RankingTable.EMPTY, Map.of());

    /** Copies the map. */
    RankingSnapshot {
        cityToTable = Map.copyOf(cityToTable);
    }

    /** The players of one city or all. */
    RankingTable table(Optional<CityKey> city) {
        return city.map(key -> cityToTable.getOrDefault(key, RankingTable.EMPTY))
                .orElse(all);
    }

    /** The cities that have players in the ranking, by name. */
    List<CityCount> cities() {
        return cityToTable.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(CityKey::value)))
                .map(entry -> entry.getValue().count())
                .toList();
    }
}
