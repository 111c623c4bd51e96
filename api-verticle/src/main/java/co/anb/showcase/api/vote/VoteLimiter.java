package co.anb.showcase.api.vote;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds back a user who votes faster than a person can. By user and not by address, since a mobile carrier puts
 * thousands behind one. Counts on this node alone; remembers the latest users up to a bound, and a forgotten one begins
 * afresh. Safe for all threads.
 */
final class VoteLimiter {

    private static final int MOST_USERS = 50_000;

    private final int perMinute;
    private final Map<UserId, Bucket> userToBucket = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Bucket> eldest) {
            return size() > MOST_USERS;
        }
    };

    VoteLimiter(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * Counts an attempt.
     *
     * @throws ProblemException RATE_LIMITED, with the time to wait
     */
    void count(UserId user) {
        ConsumptionProbe probe = bucket(user).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw ProblemException.of(ProblemType.RATE_LIMITED)
                    .retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private synchronized Bucket bucket(UserId user) {
        return userToBucket.computeIfAbsent(
                user,
                unknown -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                        .build());
    }
}
