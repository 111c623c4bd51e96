package co.anb.showcase.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers of the testkit's small HTTP servers. */
final class HttpAnswer {
    private HttpAnswer() {}

    static void json(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.toBuffer().getBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Reads a numeric query parameter. */
    static long number(HttpExchange exchange, String name, long absent) {
        @Nullable String query = exchange.getRequestURI().getQuery();
        Matcher matcher = Pattern.compile("(?:^|&)" + name + "=(\\d+)").matcher(query == null ? "" : query);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : absent;
    }
}
