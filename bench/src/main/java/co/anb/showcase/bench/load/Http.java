package co.anb.showcase.bench.load;

import co.anb.showcase.bench.BenchException;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Single requests, to prepare a load. Safe for all threads. */
public final class Http {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String origin;

    /** Requests to a port of loopback. */
    public Http(int port) {
        this.origin = "http://127.0.0.1:" + port;
    }

    /** A GET. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)));
    }

    /** A POST of JSON; {@code headers} are names and values in turn. */
    public HttpResponse<String> post(String path, JsonObject body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** The body of an answer that must have a status. */
    @CanIgnoreReturnValue
    public static JsonObject expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new BenchException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new BenchException(origin + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
