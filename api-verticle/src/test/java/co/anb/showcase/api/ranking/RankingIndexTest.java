package co.anb.showcase.api.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.api.player.CityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an index makes step by step is what sorting everybody would make. */
class RankingIndexTest {

    private static final int PLAYERS = 100_000;
    private static final int CITIES = 1_000;

    private final Random random = new Random(5);
    private final RankingIndex target = new RankingIndex();

    @Test
    void hundredThousandPlayersInAThousandCitiesStayInOrder() {
        Map<UUID, RankedPlayer> model = new HashMap<>();
        List<UUID> ids = new ArrayList<>();
        for (int n = 0; n < PLAYERS; n++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            ids.add(id);
            model.put(id, player(id, n % CITIES));
        }
        RankingSnapshot snapshot = target.load(List.copyOf(model.values()));
        assertSame(snapshot, model);

        for (int round = 0; round < 5; round++) {
            List<RankedPlayer> changed = new ArrayList<>();
            for (int n = 0; n < 2_000; n++) {
                UUID id =
                        n % 10 == 0 ? new UUID(random.nextLong(), random.nextLong()) : ids.get(random.nextInt(PLAYERS));
                changed.add(player(id, random.nextInt(CITIES + 10)));
            }
            Map<UUID, RankedPlayer> latest = new HashMap<>();
            changed.forEach(player -> latest.put(player.id(), player));
            model.putAll(latest);
            snapshot = target.update(List.copyOf(latest.values()));
        }

        assertSame(snapshot, model);
        ids.subList(0, 500).forEach(model::remove);
        assertSame(target.load(List.copyOf(model.values())), model);
    }

    @Test
    void tablesOfOtherCitiesAreTheSameOnes() {
        RankedPlayer one = player(new UUID(1, 1), 1);
        RankedPlayer two = player(new UUID(2, 2), 2);
        RankingSnapshot before = target.load(List.of(one, two));

        RankingSnapshot after = target.update(List.of(player(one.id(), 1)));

        assertThat(after.table(Optional.of(two.cityKey()))).isSameAs(before.table(Optional.of(two.cityKey())));
        assertThat(after.table(Optional.of(one.cityKey())).version())
                .isNotEqualTo(before.table(Optional.of(one.cityKey())).version());
        assertThat(target.update(List.of(two))).isSameAs(after);
    }

    private static void assertSame(RankingSnapshot snapshot, Map<UUID, RankedPlayer> model) {
        List<RankedPlayer> sorted =
                model.values().stream().sorted(RankedPlayer.BEST_FIRST).toList();
        assertThat(snapshot.all().players()).isEqualTo(sorted);
        Map<CityKey, List<RankedPlayer>> cities = sorted.stream().collect(Collectors.groupingBy(RankedPlayer::cityKey));
        assertThat(snapshot.cityToTable().keySet()).isEqualTo(cities.keySet());
        cities.forEach((city, players) ->
                assertThat(snapshot.table(Optional.of(city)).players()).isEqualTo(players));
    }

    private RankedPlayer player(UUID id, int city) {
        return new RankedPlayer(
                id,
                "Ana Peña",
                "Ciudad " + city,
                new CityKey("ciudad " + city),
                random.nextInt(1_000),
                random.nextInt(10) == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1_000))));
    }
}
