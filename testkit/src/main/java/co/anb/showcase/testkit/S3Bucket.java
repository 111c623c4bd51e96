package co.anb.showcase.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A bucket of the tests' S3 server, looked at from outside of what is tested: without the AWS SDK, and past any proxy.
 * The methods block.
 */
public final class S3Bucket {

    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String name;

    private S3Bucket(URI endpoint, String name) {
        this.endpoint = endpoint;
        this.name = name;
    }

    static S3Bucket create(URI endpoint, String name) {
        S3Bucket bucket = new S3Bucket(endpoint, name);
        bucket.send("PUT", "", new byte[0]);
        return bucket;
    }

    /** The server's address, for clients that name the bucket in the path. */
    public URI endpoint() {
        return endpoint;
    }

    /** The bucket's name. */
    public String name() {
        return name;
    }

    /** Puts an object there, as somebody else than the tested code would. */
    public void put(String key, byte[] bytes) {
        send("PUT", "/" + key, bytes);
    }

    /** Keys of all objects, at most 1,000. */
    public List<String> keys() {
        return keysOf(send("GET", "?list-type=2", new byte[0]));
    }

    /** Keys of all uploads in parts that are neither completed nor aborted. */
    public List<String> openUploads() {
        return keysOf(send("GET", "?uploads", new byte[0]));
    }

    private static List<String> keysOf(String xml) {
        return KEY.matcher(xml)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @CanIgnoreReturnValue
    private String send(String method, String path, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/" + name + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "S3 server: " + method + " " + path + " " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
