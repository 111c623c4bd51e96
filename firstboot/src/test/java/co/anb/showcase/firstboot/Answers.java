package co.anb.showcase.firstboot;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** What programs on the hosts answer, to the console's operator where it asks who it is. */
final class Answers {

    private static final String OPERATOR = "Basic "
            + Base64.getEncoder()
                    .encodeToString(("operator:" + Estate.CONSOLE_PASSWORD).getBytes(StandardCharsets.UTF_8));

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Answers() {}

    /** The body of a 200; else the status and the body, or what went wrong. */
    static String get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", OPERATOR)
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether Prometheus has reached its targets since it started: {@code up}, {@code down} or {@code unknown}, by job.
     */
    static Map<String, String> healthByJob(int prometheusPort) {
        JsonObject answer = new JsonObject(get(prometheusPort, "/prometheus/api/v1/targets?state=active"));
        return answer.getJsonObject("data").getJsonArray("activeTargets").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        target -> target.getJsonObject("labels").getString("job"),
                        target -> target.getString("health")));
    }
}
