package co.anb.showcase.chaos.estate;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.amqp.Topology;
import co.anb.showcase.testkit.CoreRows;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What must hold after any fault: every accepted video exists once and is processed or failed with a reason; no lease,
 * no open upload, no deletion and no message is left; and the store holds exactly the objects that rows own, which is
 * what Core's auditor compares too.
 */
public final class Books {

    /** A deletion that failed comes back within the hour; a reservation of a worker lasts a day. */
    private static final String LATER = "now() + interval '2 hours'";

    private final Estate estate;
    private final CoreRows rows;

    /** The books of an estate. */
    public Books(Estate estate) {
        this.estate = estate;
        this.rows = estate.rows();
    }

    /** Waits until they balance. */
    public void balance(Set<UUID> accepted, Duration patience) {
        Awaitility.await().atMost(patience).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> check(accepted));
    }

    /** The status of each video that is processed or failed, by its id. */
    Map<UUID, String> endedIds() {
        Map<UUID, String> ended = new HashMap<>();
        rows.query("SELECT id, status FROM videos WHERE status IN ('processed', 'failed')")
                .forEach(video -> ended.put((UUID) video.get("id"), String.valueOf(video.get("status"))));
        return ended;
    }

    /** How many accepted videos are neither processed nor failed. */
    public int onTheirWay() {
        return rows.query("SELECT id FROM videos WHERE status IN ('uploaded', 'processing')")
                .size();
    }

    private void check(Set<UUID> accepted) {
        List<Map<String, Object>> videos = rows.query("SELECT * FROM videos");
        assertThat(videos.stream().map(video -> video.get("id")).collect(Collectors.toSet()))
                .as("every accepted video is there")
                .containsAll(accepted);
        assertThat(videos).allSatisfy(video -> assertThat(video.get("status")).isIn("processed", "failed"));
        assertThat(videos)
                .filteredOn(video -> "failed".equals(video.get("status")))
                .allSatisfy(video -> assertThat(video).containsKeys("failure_code", "failure_reason"));
        assertThat(rows.query("SELECT id FROM jobs WHERE state NOT IN ('processed', 'failed')"))
                .as("jobs on their way")
                .isEmpty();
        assertThat(rows.query("SELECT id FROM jobs WHERE dead_letter = 'due'"))
                .as("dead letters not yet sent")
                .isEmpty();
        assertThat(rows.query("SELECT id FROM jobs")).hasSameSizeAs(videos);
        assertThat(rows.query("SELECT storage_key FROM uploads"))
                .as("open uploads")
                .isEmpty();
        assertThat(rows.query("SELECT storage_key FROM object_deletions WHERE due_at < " + LATER))
                .as("objects to be deleted")
                .isEmpty();
        assertThat(storedButReserved()).as("stored objects").isEqualTo(owned(videos));
        assertThat(estate.store().openUploads()).as("open uploads in parts").isEmpty();
        assertThat(waiting()).as("messages that wait").isZero();
    }

    /** All objects but those that a killed worker was saving: they are known, and deleted after a day. */
    private Set<String> storedButReserved() {
        Set<String> stored = new TreeSet<>(estate.store().keys());
        rows.query("SELECT storage_key FROM object_deletions WHERE due_at >= " + LATER)
                .forEach(reserved -> stored.remove(String.valueOf(reserved.get("storage_key"))));
        return stored;
    }

    /** Messages in the queue of jobs that nobody has taken. */
    private long waiting() {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(estate.amqpUri());
            try (Connection connection = factory.newConnection("books");
                    Channel channel = connection.createChannel()) {
                return channel.messageCount(Topology.JOBS);
            }
        } catch (IOException | TimeoutException | GeneralSecurityException | URISyntaxException e) {
            throw new AssertionError("the broker does not tell", e);
        }
    }

    private static Set<String> owned(List<Map<String, Object>> videos) {
        return videos.stream()
                .flatMap(video -> Stream.of("original_key", "processed_key", "poster_key")
                        .map(video::get)
                        .filter(Objects::nonNull)
                        .map(String::valueOf))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
