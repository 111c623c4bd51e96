package co.anb.showcase.shared.http;

import co.anb.showcase.shared.observe.Spans;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line a request, up to a number of lines a second for answers below 400 and as many for others: on the night of
 * the final lines would cost more than votes do. A line that follows some which were left out says how many in
 * {@code skipped}; metrics count all requests. For one event loop.
 */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final int FIRST_REFUSAL = 400;

    private final Budget answers;
    private final Budget refusals;

    /** A log of at most so many lines a second and kind; 0 is none. */
    AccessLog(int linesPerSecond) {
        this.answers = new Budget(linesPerSecond);
        this.refusals = new Budget(linesPerSecond);
    }

    /** A request begins. */
    Running begin(HttpServerRequest request) {
        return new Running(request);
    }

    /** A request that has not ended. */
    final class Running {

        private final HttpServerRequest request;
        private final long begunAt = System.nanoTime();
        /** Read now: when the request ends it is out of its trace. */
        private final String traceId = Spans.traceId();

        private Running(HttpServerRequest request) {
            this.request = request;
        }

        /** It is over. */
        void end(String route, String correlationId) {
            int status = request.response().getStatusCode();
            Budget budget = status < FIRST_REFUSAL ? answers : refusals;
            long now = System.nanoTime();
            if (!budget.take(now)) {
                return;
            }
            LoggingEventBuilder line = LOG.atInfo()
                    .addKeyValue("method", request.method().name())
                    .addKeyValue("route", route)
                    .addKeyValue("status", status)
                    .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(now - begunAt))
                    .addKeyValue("bytesIn", request.bytesRead())
                    .addKeyValue("bytesOut", request.response().bytesWritten())
                    .addKeyValue("correlationId", correlationId);
            if (!traceId.isEmpty()) {
                line = line.addKeyValue("traceId", traceId);
            }
            long skipped = budget.skippedBefore();
            if (skipped > 0) {
                line = line.addKeyValue("skipped", skipped);
            }
            line.log("request");
        }
    }

    /** Lines that may still be written in the second that runs. */
    static final class Budget {

        private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

        private final int linesPerSecond;
        private long secondBegan;
        private int left;
        private long skipped;

        Budget(int linesPerSecond) {
            this.linesPerSecond = linesPerSecond;
            this.secondBegan = System.nanoTime();
            this.left = linesPerSecond;
        }

        /** Whether one more may be written at a moment of {@link System#nanoTime}. */
        boolean take(long now) {
            if (now - secondBegan >= SECOND) {
                secondBegan = now;
                left = linesPerSecond;
            }
            if (left == 0) {
                skipped++;
                return false;
            }
            left--;
            return true;
        }

        /** How many were left out since the last line. */
        long skippedBefore() {
            long count = skipped;
            skipped = 0;
            return count;
        }
    }
}
