package co.anb.showcase.api.ranking;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The players of one filter, best first. Immutable.
 *
 * @param version tells it from every other table of its filter
 * @param players best first
 */
public record RankingTable(long version, List<RankedPlayer> players) {

    /** Of a filter that nobody fits. */
    static final RankingTable EMPTY = new RankingTable(0, List.of());

    /**
     * The next table, in time that grows with its length and hardly with the order of the changes.
     *
     * @param gone players to leave out, those that changed among them
     * @param fresh players to put in, best first
     */
    RankingTable with(long nextVersion, Set<UUID> gone, List<RankedPlayer> fresh) {
        List<RankedPlayer> merged = new ArrayList<>(players.size() + fresh.size());
        int next = 0;
        for (RankedPlayer player : players) {
            if (gone.contains(player.id())) {
                continue;
            }
            while (next < fresh.size() && RankedPlayer.BEST_FIRST.compare(fresh.get(next), player) < 0) {
                merged.add(fresh.get(next++));
            }
            merged.add(player);
        }
        merged.addAll(fresh.subList(next, fresh.size()));
        return new RankingTable(nextVersion, merged);
    }

    /** The players from an offset. */
    List<RankedPlayer> slice(long offset, int limit) {
        int from = (int) Math.min(offset, players.size());
        int to = (int) Math.min((long) from + limit, players.size());
        return players.subList(from, to);
    }

    /** The players from an offset as clients see them. */
    JsonArray toJson(long offset, int limit) {
        JsonArray array = new JsonArray();
        long position = offset;
        for (RankedPlayer player : slice(offset, limit)) {
            position++;
            array.add(new JsonObject()
                    .put("position", position)
                    .put("username", player.username())
                    .put("city", player.city())
                    .put("votes", player.votes()));
        }
        return array;
    }

    /** Its players' city, in the spelling that most of them use; on a tie that of the one who stands higher. */
    CityCount count() {
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
