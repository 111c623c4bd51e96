package co.anb.showcase.chaos;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.chaos.estate.Books;
import co.anb.showcase.chaos.estate.Estate;
import co.anb.showcase.chaos.estate.Incident;
import co.anb.showcase.chaos.estate.Players;
import co.anb.showcase.chaos.estate.Recording;
import co.anb.showcase.chaos.estate.Storm;
import co.anb.showcase.testkit.CoreRows;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bursts of uploads while the storm strikes in their middle. However it ends for a client, the books balance: what was
 * accepted is processed or failed, once, and nothing else is left. {@code -Dchaos.uploads=N -Dchaos.seed=S} draw the
 * same bursts and faults again; what meets what is up to the machine.
 */
@Showcase
@Timeout(value = 2, unit = TimeUnit.HOURS)
class RandomFaultsIT {

    private static final Logger log = LoggerFactory.getLogger(RandomFaultsIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** A service that has just started loads and compiles what its first requests need. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private static final int UPLOADS = Integer.getInteger("chaos.uploads", 300);
    private static final int LONGEST_BURST = Math.min(48, UPLOADS / 5);
    private static final int MOST_ON_THEIR_WAY = 64;
    private static final int BROKEN = -1;
    private static final Set<Object> REFUSALS =
            Stream.of(Recording.values()).map(Recording::refusal).collect(Collectors.toSet());

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final Map<UUID, Recording> idToSent = new ConcurrentHashMap<>();

    @Test
    void burstsOfUploadsUnderRandomFaults_theBooksBalance(Vertx vertx, ShowcaseServices services, Tokens tokens) {
        Instant start = Instant.now();
        try (Estate estate = Estate.open(services.temp(), tokens);
                Players players = new Players(vertx, estate, tokens)) {
            Books books = new Books(estate);
            Storm storm = new Storm(estate, tokens, Recording.FITS.in(estate.folder()), random);
            Incident incident = Incident.begin(books, players, "random faults");
            int sent = 0;
            while (sent < UPLOADS || !storm.sawAll()) {
                sent += burst(
                        Math.max(1, UPLOADS - sent), recording -> players.upload(recording.in(estate.folder())), storm);
                log.info("{} sent, answers {}, faults {}", sent, answers, storm.seen());
                await().atMost(PATIENCE).pollInterval(LOOK).until(() -> books.onTheirWay() < MOST_ON_THEIR_WAY);
            }
            incident.over("%d uploads, seed %d, answers %s, %s".formatted(sent, seed, answers, storm.seen()));
            incident.balance(PATIENCE);
            log.info(
                    "seed {}: {} s",
                    seed,
                    Duration.between(start, Instant.now()).toSeconds());
            tellBlockedThreads(estate);
            assertThat(answers.keySet()).isSubsetOf(BROKEN, 201, 503);
            assertThat(answers.get(201)).as("accepted uploads").isGreaterThan(UPLOADS / 2);
            assertThat(storm.sawAll()).as("%s", storm.seen()).isTrue();
            eachEndedAsItShould(estate.rows());
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("repeat it with -Dchaos.seed=" + seed, e);
        }
    }

    /** Some uploads at once, and a fault after some of them were answered; gives how many. */
    private int burst(int most, Function<Recording, Future<HttpResponse<Buffer>>> send, Storm storm) {
        int size = Math.min(1 + random.nextInt(LONGEST_BURST), most);
        int heard = random.nextInt(size);
        List<Future<Integer>> uploads = Stream.generate(() -> Recording.draw(random))
                .limit(size)
                .map(recording -> send.apply(recording)
                        .onSuccess(answer -> remember(answer, recording))
                        .map(HttpResponse::statusCode)
                        .otherwise(BROKEN))
                .toList();
        await().atMost(PATIENCE)
                .until(() -> uploads.stream().filter(Future::isComplete).count() >= heard);
        storm.strike();
        uploads.forEach(upload -> answers.merge(await(upload), 1, Integer::sum));
        storm.calm();
        return size;
    }

    private void remember(HttpResponse<Buffer> answer, Recording recording) {
        if (answer.statusCode() == 201) {
            idToSent.put(UUID.fromString(answer.bodyAsJsonObject().getString("video_id")), recording);
        }
    }

    /** A fault may take all attempts at a video, but no verdict is another recording's. */
    private void eachEndedAsItShould(CoreRows rows) {
        rows.query("SELECT id, status, failure_code FROM videos").stream()
                .filter(video -> idToSent.containsKey(video.get("id")))
                .forEach(video -> {
                    Recording sent = Objects.requireNonNull(idToSent.get(video.get("id")));
                    Object refusal = video.getOrDefault("failure_code", "");
                    if ("processed".equals(video.get("status"))) {
                        assertThat(sent).as("%s", video).isEqualTo(Recording.FITS);
                    } else if (REFUSALS.contains(refusal)) {
                        assertThat(refusal).as("%s", video).isEqualTo(sent.refusal());
                    }
                });
    }

    /** How long depends on the machine, so it is told and not asserted. */
    private static void tellBlockedThreads(Estate estate) {
        List<String> warm = estate.blockedThreads(WARM_UP);
        log.info(
                "an event loop was held for 100 ms {} times, {} of them by a service ready for more than {} s, by our"
                        + " code {}: {}",
                estate.blockedThreads(Duration.ZERO).size(),
                warm.size(),
                WARM_UP.toSeconds(),
                warm.stream()
                        .filter(stack -> stack.contains("co.anb.showcase."))
                        .count(),
                warm);
    }
}
