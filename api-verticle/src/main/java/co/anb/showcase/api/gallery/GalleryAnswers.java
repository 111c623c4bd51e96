package co.anb.showcase.api.gallery;

import co.anb.showcase.shared.http.Prepared;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lists that were made in the last second, by the URI as it was sent: however many ask at the same time, the
 * database is hardly asked more than once. Bounded: 100 kB at most for each of 200 URIs. For all threads.
 */
final class GalleryAnswers {

    private static final int MOST_ANSWERS = 200;
    private static final int LONGEST_URI = 256;

    private final Cache<String, Future<Prepared>> uriToAnswer;

    GalleryAnswers(Duration maxAge) {
        uriToAnswer = Caffeine.newBuilder()
                .maximumSize(MOST_ANSWERS)
                .expireAfterWrite(maxAge)
                .executor(Runnable::run)
                .build();
    }

    /** The answer to a URI, if it is made. */
    Optional<Prepared> ready(String uri) {
        @Nullable Future<Prepared> known = uriToAnswer.getIfPresent(uri);
        return known != null && known.succeeded() ? Optional.of(known.result()) : Optional.empty();
    }

    /** The answer to a URI: the one that is made or being made, or a new one. A failure is not kept. */
    Future<Prepared> get(String uri, Supplier<Future<Prepared>> make) {
        @Nullable Future<Prepared> known = uriToAnswer.getIfPresent(uri);
        if (known != null && !known.failed()) {
            return known;
        }
        Future<Prepared> made = make.get();
        if (uri.length() <= LONGEST_URI) {
            uriToAnswer.put(uri, made);
        }
        return made;
    }
}
