package co.anb.showcase.shared.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rate, errors and duration of a service's requests: the timer {@code showcase.http.requests} by method, route template
 * and class of status, the counter of all of them {@code showcase.http.answered}, and the gauges
 * {@code showcase.http.in.flight} and {@code showcase.http.connections}. No tag holds anything that a client makes up.
 * One a service; safe for all threads.
 */
public final class RequestMetrics {

    private static final Set<HttpMethod> KNOWN = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private record Kind(String method, String route, String status) {}

    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Counter answered;
    private final Map<Kind, Timer> kindToTimer = new ConcurrentHashMap<>();

    /** Meters in a service's registry. */
    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("showcase.http.in.flight", inFlight, AtomicInteger::get)
                .description("Requests that are being answered")
                .register(registry);
        Gauge.builder("showcase.http.connections", connections, AtomicInteger::get)
                .description("Open connections of clients")
                .register(registry);
        answered = Counter.builder("showcase.http.answered")
                .description("Requests that were answered, of all routes together")
                .register(registry);
    }

    /** Counts nowhere: for a proxy, whose requests the services behind it count. */
    static RequestMetrics none() {
        return new RequestMetrics(new CompositeMeterRegistry());
    }

    /** A client has connected. */
    void opened(HttpConnection connection) {
        connections.incrementAndGet();
        connection.closeHandler(closed -> connections.decrementAndGet());
    }

    /** A request has come. */
    Running begin(HttpServerRequest request) {
        inFlight.incrementAndGet();
        return new Running(request);
    }

    /** A request that is being answered; counted once, on the event loop that it came on. */
    final class Running {

        private final HttpServerRequest request;
        private final long startedAt = System.nanoTime();
        private boolean ended;

        private Running(HttpServerRequest request) {
            this.request = request;
        }

        /**
         * It is over; nothing happens when it was before.
         *
         * @param route the template, as it was mounted
         * @param whole whether the client took the whole answer
         */
        void end(String route, boolean whole) {
            if (ended) {
                return;
            }
            ended = true;
            inFlight.decrementAndGet();
            answered.increment();
            HttpMethod method = request.method();
            Kind kind = new Kind(
                    KNOWN.contains(method) ? method.name() : "other",
                    route,
                    whole ? statusClass(request.response().getStatusCode()) : "aborted");
            kindToTimer
                    .computeIfAbsent(kind, RequestMetrics.this::timer)
                    .record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Kind kind) {
        return Timer.builder("showcase.http.requests")
                .description("From a request's headers to the end of its answer")
                .tags("method", kind.method, "route", kind.route, "status", kind.status)
                .register(registry);
    }

    private static String statusClass(int status) {
        return status / 100 + "xx";
    }
}
