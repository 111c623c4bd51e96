package co.anb.showcase.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * EC2's Query API on a free port of 127.0.0.1, of which it answers {@code DescribeInstances}: by state and by tag, in
 * pages of two. It can also refuse, or be slow. It writes down what it is asked and checks no signature.
 */
public final class Ec2Api implements AutoCloseable {

    private static final int PAGE = 2;

    private final HttpServer server;
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";
    private volatile long delayMillis = 1;

    /**
     * An instance.
     *
     * @param address its private one
     * @param state such as {@code running}
     */
    public record Instance(String address, String state, Map<String, String> tags) {

        public Instance {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * A request as it came.
     *
     * @param headers with names in lower case
     * @param body the form
     */
    public record Asked(Map<String, String> headers, String body) {

        public Asked {
            headers = Map.copyOf(headers);
        }

        /** The fields of the form. */
        public Map<String, String> fields() {
            return Arrays.stream(body.split("&"))
                    .map(field -> field.split("=", 2))
                    .collect(Collectors.toMap(
                            field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        }
    }

    private Ec2Api(Vertx vertx) {
        server = Await.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Asked question = new Asked(headers(request), body.toString());
                    asked.add(question);
                    vertx.setTimer(delayMillis, due -> answer(question, request.response()));
                }))
                .listen(0, "127.0.0.1"));
    }

    /** Starts it with no instance. */
    public static Ec2Api start(Vertx vertx) {
        return new Ec2Api(vertx);
    }

    /** Its address. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** One more instance. */
    public void launch(Instance instance) {
        instances.add(instance);
    }

    /** From now on it answers 403 with this code, or properly again when it is empty. */
    public void refuse(String code) {
        refusal = code;
    }

    /** From now on each answer takes that long. */
    public void slowDown(Duration by) {
        delayMillis = Math.max(1, by.toMillis());
    }

    /** All requests until now. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        Await.await(server.close());
    }

    private void answer(Asked question, HttpServerResponse response) {
        String code = refusal;
        if (code.isEmpty()) {
            response.end(page(question.fields()));
        } else {
            response.setStatusCode(403)
                    .end(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>%s</Code>"
                                    + "<Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>")
                            .formatted(code));
        }
    }

    private String page(Map<String, String> fields) {
        String state = fields.getOrDefault("Filter.1.Value.1", "");
        String tag = fields.getOrDefault("Filter.2.Name", "").replaceFirst("^tag:", "");
        String value = fields.getOrDefault("Filter.2.Value.1", "");
        List<Instance> found = instances.stream()
                .filter(one ->
                        one.state().equals(state) && value.equals(one.tags().get(tag)))
                .toList();
        int from = Integer.parseInt(fields.getOrDefault("NextToken", "0"));
        int to = Math.min(from + PAGE, found.size());
        String items = found.subList(from, to).stream().map(Ec2Api::item).collect(Collectors.joining());
        String next = to < found.size() ? "<nextToken>" + to + "</nextToken>" : "";
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                        + "<requestId>1</requestId><reservationSet>%s</reservationSet>%s</DescribeInstancesResponse>")
                .formatted(items, next);
    }

    /** With the second address that an instance may have, which nobody listens on. */
    private static String item(Instance instance) {
        return ("<item><instancesSet><item><instanceState><name>%s</name></instanceState>"
                        + "<privateIpAddress>%s</privateIpAddress><networkInterfaceSet><item>"
                        + "<privateIpAddress>192.0.2.1</privateIpAddress></item></networkInterfaceSet>"
                        + "</item></instancesSet></item>")
                .formatted(instance.state(), instance.address());
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        return request.headers().entries().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (first, second) -> first));
    }
}
