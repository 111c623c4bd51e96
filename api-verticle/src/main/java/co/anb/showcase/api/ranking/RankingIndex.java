package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All players by id, from which the next snapshot is made. Only the tables of players that changed are made anew; the
 * others are shared with the snapshot before. Used by one thread at a time.
 */
final class RankingIndex {

    private final Map<UUID, RankedPlayer> idToPlayer = new HashMap<>();
    private final Map<String, String> spellings = new HashMap<>();
    private RankingSnapshot snapshot = RankingSnapshot.EMPTY;
    private long version;

    /** Takes everybody: who is not among them has left. */
    RankingSnapshot load(List<RankedPlayer> everybody) {
        Set<UUID> present = everybody.stream().map(RankedPlayer::id).collect(Collectors.toSet());
        Set<UUID> gone = new HashSet<>(idToPlayer.keySet());
        gone.removeAll(present);
        return change(everybody, gone);
    }

    /** Takes everybody as he was a moment ago, and those who may have changed since. */
    RankingSnapshot load(List<RankedPlayer> everybody, List<RankedPlayer> since) {
        Map<UUID, RankedPlayer> latest = new HashMap<>();
        everybody.forEach(player -> latest.put(player.id(), player));
        since.forEach(player -> latest.put(player.id(), player));
        return load(List.copyOf(latest.values()));
    }

    /** Takes players that may have changed or come. */
    RankingSnapshot update(List<RankedPlayer> some) {
        return change(some, Set.of());
    }

    private RankingSnapshot change(List<RankedPlayer> some, Set<UUID> left) {
        // Of one who was read twice, since two of his videos changed, the last row is the newest.
        Map<UUID, RankedPlayer> distinct = new HashMap<>();
        some.forEach(player -> distinct.put(player.id(), player));
        List<RankedPlayer> fresh = distinct.values().stream()
                .filter(player -> !player.equals(idToPlayer.get(player.id())))
                .map(this::shared)
                .sorted(RankedPlayer.BEST_FIRST)
                .toList();
        if (fresh.isEmpty() && left.isEmpty()) {
            return snapshot;
        }
        Set<UUID> gone = new HashSet<>(left);
        Set<CityKey> cities = new HashSet<>();
        fresh.forEach(player -> {
            gone.add(player.id());
            cities.add(player.cityKey());
        });
        gone.forEach(id -> Optional.ofNullable(idToPlayer.remove(id)).ifPresent(old -> cities.add(old.cityKey())));
        fresh.forEach(player -> idToPlayer.put(player.id(), player));
        version++;
        snapshot = new RankingSnapshot(snapshot.all().with(version, gone, fresh), tables(cities, gone, fresh));
        return snapshot;
    }

    private Map<CityKey, RankingTable> tables(Set<CityKey> changed, Set<UUID> gone, List<RankedPlayer> fresh) {
        Map<CityKey, List<RankedPlayer>> cityToFresh =
                fresh.stream().collect(Collectors.groupingBy(RankedPlayer::cityKey));
        Map<CityKey, RankingTable> tables = new HashMap<>(snapshot.cityToTable());
        for (CityKey city : changed) {
            RankingTable table = tables.getOrDefault(city, RankingTable.EMPTY)
                    .with(version, gone, cityToFresh.getOrDefault(city, List.of()));
            if (table.players().isEmpty()) {
                tables.remove(city);
            } else {
                tables.put(city, table);
            }
        }
        return tables;
    }

    /** One string for a spelling of a city, however many players wrote it. */
    private RankedPlayer shared(RankedPlayer player) {
        if (spellings.size() > 2 * idToPlayer.size() + 1_000) {
            spellings.clear();
        }
        return new RankedPlayer(
                player.id(),
                player.username(),
                spelling(player.city()),
                new CityKey(spelling(player.cityKey().value())),
                player.votes(),
                player.lastVote());
    }

    private String spelling(String text) {
        @Nullable String known = spellings.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
