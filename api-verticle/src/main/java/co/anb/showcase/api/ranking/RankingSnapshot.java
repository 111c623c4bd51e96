package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ranking as it was at one moment. Immutable. */
final class RankingSnapshot {

    private final List<RankedPlayer> all;
    private final Map<CityKey, List<RankedPlayer>> cityToPlayers;
    private final List<CityCount> cities;

    /** Takes all players, best first. */
    RankingSnapshot(List<RankedPlayer> all) {
        this.all = List.copyOf(all);
        Map<String, List<RankedPlayer>> sorted = all.stream()
                .collect(Collectors.groupingBy(p -> p.cityKey().value(), TreeMap::new, Collectors.toList()));
        this.cityToPlayers = sorted.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(e -> new CityKey(e.getKey()), e -> List.copyOf(e.getValue())));
        this.cities = sorted.values().stream().map(RankingSnapshot::count).toList();
    }

    /** The players from an offset, of one city or of all; positions are those inside the filter. */
    RankingPage page(Optional<CityKey> city, long offset, int limit) {
        List<RankedPlayer> filtered =
                city.map(key -> cityToPlayers.getOrDefault(key, List.of())).orElse(all);
        int from = (int) Math.min(offset, filtered.size());
        int to = (int) Math.min((long) from + limit, filtered.size());
        return new RankingPage(filtered.size(), offset, filtered.subList(from, to));
    }

    /** The cities that have players in the ranking, by name. */
    List<CityCount> cities() {
        return cities;
    }

    /** On a tie between spellings, that of the player who stands higher. */
    private static CityCount count(List<RankedPlayer> players) {
        Map<String, Long> spellingToCount = players.stream()
                .collect(Collectors.groupingBy(
                        RankedPlayer::city,
                        LinkedHashMap::new,
                        Collectors.mapping(Function.identity(), Collectors.counting())));
        long most =
                spellingToCount.values().stream().max(Comparator.naturalOrder()).orElse(0L);
        String spelling = spellingToCount.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        return new CityCount(spelling, players.size());
    }
}
