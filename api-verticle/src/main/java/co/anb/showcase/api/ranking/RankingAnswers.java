package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.http.Prepared;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers that were made for requests, by their URI as it was sent; each is good as long as the table that it was
 * made of is. Bounded by memory: unknown cities and odd slices push out what is asked least. For all threads.
 */
final class RankingAnswers {

    private static final long MOST_BYTES = 32 << 20;
    private static final int LONGEST_URI = 256;
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private record Kept(Optional<CityKey> city, long version, Prepared answer) {}

    private final Cache<String, Kept> uriToAnswer = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((String uri, Kept kept) -> uri.length() + kept.answer().bytes())
            .expireAfterAccess(LONGEST_IDLE)
            .executor(Runnable::run)
            .build();

    /** The answer to a URI, if it is there and still what a snapshot says. */
    Optional<Prepared> find(String uri, RankingSnapshot snapshot) {
        @Nullable Kept kept = uriToAnswer.getIfPresent(uri);
        return kept != null && snapshot.table(kept.city()).version() == kept.version()
                ? Optional.of(kept.answer())
                : Optional.empty();
    }

    /** Keeps an answer that was made of a version of a filter's table. */
    void put(String uri, Optional<CityKey> city, long version, Prepared answer) {
        if (uri.length() <= LONGEST_URI) {
            uriToAnswer.put(uri, new Kept(city, version, answer));
        }
    }

    /** How much they hold, roughly, after what is over was let go. */
    long bytes() {
        uriToAnswer.cleanUp();
        return uriToAnswer.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
