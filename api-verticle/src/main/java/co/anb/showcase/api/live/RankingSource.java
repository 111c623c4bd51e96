package co.anb.showcase.api.live;

import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.api.ranking.RankingService;
import co.anb.showcase.api.ranking.RankingTop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ranking of a city or of all. A city without players has an empty one. */
final class RankingSource implements Source<Optional<CityKey>, RankingTop> {

    private final RankingService ranking;
    private final Duration maxAge;

    /**
     * A source.
     *
     * @param maxAge shorter than the time between two rounds: rounds read anew, clients who come don't
     */
    RankingSource(RankingService ranking, Duration maxAge) {
        this.ranking = ranking;
        this.maxAge = maxAge;
    }

    @Override
    public Future<Map<Optional<CityKey>, RankingTop>> read(Set<Optional<CityKey>> cities) {
        return ranking.tops(cities, maxAge);
    }

    @Override
    public Buffer json(Optional<CityKey> city, RankingTop top) {
        return top.toJson().toBuffer();
    }
}
