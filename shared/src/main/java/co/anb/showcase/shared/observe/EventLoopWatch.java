package co.anb.showcase.shared.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls every event loop at an interval and measures how late it comes: {@code showcase.eventloop.delay} (timer) and
 * {@code showcase.eventloop.blocked} (counter of delays above a second). A loop that hangs says nothing any more, so
 * {@code showcase.eventloop.silence} (gauge, seconds) shows the one that has been overdue longest.
 */
final class EventLoopWatch {

    private static final long INTERVAL_NANOS = Duration.ofMillis(250).toNanos();
    private static final long BLOCKED_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<Loop> loops = new ArrayList<>();
    private final Timer delay;
    private final Counter blocked;

    private EventLoopWatch(MeterRegistry registry) {
        delay = Timer.builder("showcase.eventloop.delay")
                .description("How late an event loop came when it was called")
                .register(registry);
        blocked = Counter.builder("showcase.eventloop.blocked")
                .description("Times that an event loop came over a second late")
                .register(registry);
        Gauge.builder("showcase.eventloop.silence", this, EventLoopWatch::longestSilenceSeconds)
                .description("The longest time that an event loop is overdue now")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Watches every event loop of a Vert.x until it closes. */
    static void start(Vertx vertx, MeterRegistry registry) {
        EventLoopWatch watch = new EventLoopWatch(registry);
        for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            watch.loops.add(watch.new Loop(executor));
        }
    }

    private double longestSilenceSeconds() {
        return loops.stream().mapToLong(Loop::overdueNanos).max().orElse(0) / 1e9;
    }

    private final class Loop {

        private volatile long dueAt = System.nanoTime() + INTERVAL_NANOS;

        Loop(EventExecutor executor) {
            // It ends with its event loop.
            var unused =
                    executor.scheduleWithFixedDelay(this::come, INTERVAL_NANOS, INTERVAL_NANOS, TimeUnit.NANOSECONDS);
        }

        long overdueNanos() {
            return Math.max(0, System.nanoTime() - dueAt);
        }

        private void come() {
            long late = overdueNanos();
            delay.record(late, TimeUnit.NANOSECONDS);
            if (late > BLOCKED_NANOS) {
                blocked.increment();
            }
            dueAt = System.nanoTime() + INTERVAL_NANOS;
        }
    }
}
