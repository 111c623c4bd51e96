package co.anb.showcase.api.testing;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.contract.ContractCheck;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A client of an event stream: takes it apart as HTML, section 9.2 says, and holds its head against the contract. The
 * events are read on an event loop, the tests ask on their own thread.
 */
public final class EventStream implements AutoCloseable {

    /**
     * An event.
     *
     * @param id its version
     * @param data its JSON
     */
    public record Event(String id, String data) {

        /** The data as an object. */
        public JsonObject object() {
            return (JsonObject) Json.decodeValue(data);
        }

        /** The data as an array. */
        public JsonArray array() {
            return (JsonArray) Json.decodeValue(data);
        }
    }

    private final HttpClient client;
    private final HttpClientRequest request;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> others = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private int status;
    private MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private String id = "";
    private String data = "";

    private EventStream(HttpClient client, HttpClientRequest request) {
        this.client = client;
        this.request = request;
    }

    /**
     * Opens a stream and waits for its head.
     *
     * @param headers of the request, such as {@code Authorization}
     */
    public static EventStream open(Vertx vertx, int port, String path, ContractCheck check, MultiMap headers) {
        HttpClient client = vertx.createHttpClient();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setHeaders(headers);
        EventStream stream = new EventStream(client, await(client.request(options)));
        stream.send();
        check.verify(
                "GET", path, stream.status, stream.headers, stream.status == 200 ? Buffer.buffer() : stream.body());
        return stream;
    }

    /** The head is read on the event loop that brings it: asked for after {@code send}, a short answer may be over. */
    private void send() {
        Future<Void> head = request.response().map(response -> {
            status = response.statusCode();
            headers = response.headers();
            RecordParser lines = RecordParser.newDelimited("\n", line -> line(line.toString()));
            response.handler(status == 200 ? lines : body -> data += body);
            response.endHandler(end -> ended = true);
            response.exceptionHandler(cut -> ended = true);
            return null;
        });
        await(request.end());
        await(head);
        if (status != 200) {
            Awaitility.await().until(() -> ended);
        }
    }

    /** Everything but the events: comments, and when to come back. */
    private void line(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        } else if (!line.isEmpty()) {
            others.add(line);
        } else if (!data.isEmpty()) {
            events.add(new Event(id, data));
            data = "";
        }
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** A header of the answer. */
    public String header(String name) {
        return String.valueOf(headers.get(name));
    }

    /** What came instead of a stream. */
    public Buffer body() {
        return Buffer.buffer(data);
    }

    /** What came so far. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Lines that are no part of an event. */
    public List<String> others() {
        return List.copyOf(others);
    }

    /** Whether the stream is over. */
    public boolean isEnded() {
        return ended;
    }

    /** Waits for the first event and gives it. */
    @CanIgnoreReturnValue
    public Event first() {
        Awaitility.await().until(() -> !events.isEmpty());
        return events.get(0);
    }

    /** Waits until the last event is one of a kind, and gives it. */
    @CanIgnoreReturnValue
    public Event last(Predicate<Event> wanted) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(events).isNotEmpty().last().matches(wanted));
        return events.get(events.size() - 1);
    }

    /** Waits for the end. */
    public void awaitEnd() {
        Awaitility.await().until(() -> ended);
    }

    /** Leaves without a word. */
    @Override
    public void close() {
        await(client.close());
    }
}
