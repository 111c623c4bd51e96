package co.anb.showcase.local.gateway;

import co.anb.showcase.shared.http.Correlation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which headers go on, which stay, and which the gateway adds (RFC 9110 §7.6, X-Forwarded-* as AWS writes them). */
final class ForwardedHeaders {

    /** What concerns one connection only; {@code Connection} may name more (RFC 9110 §7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private ForwardedHeaders() {}

    /** Whether client and service would agree on where the body ends: only {@code chunked} is understood. */
    static boolean isFramingClear(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Transfer-Encoding");
        return codings.isEmpty()
                || (codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"));
    }

    /** The announced length of a body, or -1. */
    static long contentLength(HttpServerRequest request) {
        String length = request.headers().get("Content-Length");
        return length == null || !length.matches("\\d{1,18}") ? -1 : Long.parseLong(length);
    }

    /** The request as the service shall see it: the same host, who asked and how, no hop-by-hop header. */
    static void prepare(RoutingContext ctx, ProxyRequest outgoing) {
        HttpServerRequest incoming = ctx.request();
        MultiMap headers = outgoing.headers();
        String client = incoming.remoteAddress().hostAddress();
        String before = headers.get("X-Forwarded-For");
        strip(headers);
        headers.set("X-Forwarded-For", before == null ? client : before + ", " + client);
        headers.set("X-Forwarded-Proto", "http");
        headers.set("X-Forwarded-Port", Integer.toString(incoming.localAddress().port()));
        headers.set(Correlation.HEADER, Correlation.id(ctx));
        headers.remove("X-Forwarded-Host");
        if (incoming.authority() != null) {
            headers.set("X-Forwarded-Host", incoming.authority().toString());
            outgoing.setAuthority(incoming.authority());
        }
    }

    /** The answer as the client shall see it. */
    static void clean(ProxyResponse response) {
        strip(response.headers());
        // The router has set it already, to the same id.
        response.headers().remove(Correlation.HEADER);
        boolean bodiless = response.getStatusCode() == 204
                || response.getStatusCode() == 304
                || HttpMethod.HEAD.equals(response.request().getMethod());
        if (bodiless && !response.headers().contains("Content-Length")) {
            // Else it would be announced as chunked, which a status without body must not be (RFC 9112 §6.1).
            response.proxiedResponse().resume();
            response.setBody(null);
        }
    }

    private static void strip(MultiMap headers) {
        Set<String> named = headers.getAll("Connection").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        named.forEach(headers::remove);
        HOP_BY_HOP.forEach(headers::remove);
    }
}
