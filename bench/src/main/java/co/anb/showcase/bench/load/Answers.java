package co.anb.showcase.bench.load;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run of the generator came to.
 *
 * @param perSecond answers within the time, per second
 * @param acceptedPerSecond of those the ones of 2xx and 3xx
 * @param sent requests
 * @param answered answers, also of those that came after the time was over: exact
 * @param unsent requests that were due in an open loop and were never sent
 * @param broken requests without an answer
 * @param statusToCount answers by status
 * @param accepted how long answers of 2xx and 3xx took
 * @param refused how long the others took
 */
public record Answers(
        double perSecond,
        double acceptedPerSecond,
        long sent,
        long answered,
        long unsent,
        long broken,
        Map<Integer, Long> statusToCount,
        Latency accepted,
        Latency refused) {

    /** Copies the map. */
    public Answers {
        statusToCount = Map.copyOf(statusToCount);
    }

    /**
     * In an open loop from the moment at which a request was due.
     *
     * @param p50 milliseconds
     * @param p99 milliseconds
     * @param p999 milliseconds
     */
    public record Latency(double p50, double p99, double p999) {

        private static Latency of(JsonObject json) {
            return new Latency(millis(json, "p50_us"), millis(json, "p99_us"), millis(json, "p999_us"));
        }

        private static double millis(JsonObject json, String name) {
            return json.getLong(name) / 1000.0;
        }
    }

    static Answers parse(String line) {
        JsonObject json = new JsonObject(line);
        JsonObject statuses = json.getJsonObject("statuses");
        return new Answers(
                json.getDouble("per_second"),
                json.getDouble("accepted_per_second"),
                json.getLong("sent"),
                json.getLong("answered"),
                json.getLong("unsent"),
                json.getLong("broken"),
                statuses.fieldNames().stream().collect(Collectors.toMap(Integer::valueOf, statuses::getLong)),
                Latency.of(json.getJsonObject("accepted")),
                Latency.of(json.getJsonObject("refused")));
    }

    /** How many answers had a status. */
    public long count(int status) {
        return statusToCount.getOrDefault(status, 0L);
    }
}
