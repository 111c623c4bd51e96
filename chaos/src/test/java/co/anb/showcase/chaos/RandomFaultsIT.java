package co.anb.showcase.chaos;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.chaos.estate.Books;
import co.anb.showcase.chaos.estate.Estate;
import co.anb.showcase.chaos.estate.Players;
import co.anb.showcase.chaos.estate.Storm;
import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bursts of uploads while the storm strikes. However it ends for a client, the books balance: what was accepted is
 * processed or failed, once, and nothing else is left. {@code -Dchaos.uploads=N -Dchaos.seed=S} draw the same bursts
 * and faults again; what meets what is up to the machine.
 */
@Showcase
@Timeout(value = 2, unit = TimeUnit.HOURS)
class RandomFaultsIT {

    private static final Logger log = LoggerFactory.getLogger(RandomFaultsIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UPLOADS = Integer.getInteger("chaos.uploads", 300);
    private static final int LONGEST_BURST = Math.min(24, UPLOADS / 5);
    private static final int MOST_ON_THEIR_WAY = 48;
    private static final int BROKEN = -1;

    private final Map<Integer, Integer> answers = new TreeMap<>();

    @Test
    void burstsOfUploadsUnderRandomFaults_theBooksBalance(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        Random random = new Random(seed);
        Path clip = Clips.file(Clip.of(320, 180, 1));
        Instant start = Instant.now();
        try (Estate estate = Estate.open(services.temp(), tokens);
                Players players = new Players(vertx, estate, tokens)) {
            Books books = new Books(estate);
            Storm storm = new Storm(estate, tokens, clip, random);
            int sent = 0;
            while (sent < UPLOADS || !storm.sawAll()) {
                int burst = Math.min(1 + random.nextInt(LONGEST_BURST), Math.max(1, UPLOADS - sent));
                var uploads = IntStream.range(0, burst)
                        .mapToObj(i -> players.upload(clip)
                                .map(answer -> answer.statusCode())
                                .otherwise(BROKEN))
                        .toList();
                storm.strike();
                uploads.forEach(upload -> answers.merge(await(upload), 1, Integer::sum));
                sent += burst;
                storm.calm();
                log.info("{} sent, answers {}, faults {}", sent, answers, storm.seen());
                await().atMost(PATIENCE).until(() -> books.onTheirWay() < MOST_ON_THEIR_WAY);
            }
            Instant calm = Instant.now();
            books.balance(players.accepted(), PATIENCE);
            log.info(
                    "seed {}: {} s, answers {}, faults {}, processed {}, failed {}, balanced {} s after the last fault",
                    seed,
                    Duration.between(start, Instant.now()).toSeconds(),
                    answers,
                    storm.seen(),
                    books.count("processed"),
                    books.count("failed"),
                    Duration.between(calm, Instant.now()).toSeconds());
            List<String> blocked = estate.blockedThreads(Duration.ofMillis(100));
            log.info(
                    "an event loop was held for 100 ms {} times, by our code {} times: {}",
                    blocked.size(),
                    blocked.stream().filter(RandomFaultsIT::isOurs).count(),
                    blocked);
            assertThat(answers.keySet()).as("answers of seed " + seed).isSubsetOf(BROKEN, 201, 503);
            assertThat(answers.get(201)).as("accepted uploads").isGreaterThan(UPLOADS / 2);
            assertThat(storm.sawAll())
                    .as("every kind of fault: " + storm.seen())
                    .isTrue();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("repeat it with -Dchaos.seed=" + seed, e);
        }
    }

    private static boolean isOurs(String stack) {
        return stack.contains("co.anb.showcase.");
    }
}
