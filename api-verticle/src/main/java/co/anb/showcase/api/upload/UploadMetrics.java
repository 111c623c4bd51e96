package co.anb.showcase.api.upload;

import co.anb.showcase.shared.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of uploads: how many run, how they end, how long and how large the accepted ones were. */
public final class UploadMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter acceptedBytes;
    private final Timer acceptedTime;

    /** Meters in a service's registry; one a process. */
    public UploadMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.acceptedBytes = Counter.builder("showcase.upload.accepted.bytes")
                .description("Bytes of accepted uploads")
                .baseUnit("bytes")
                .register(registry);
        this.acceptedTime = Timer.builder("showcase.upload.accepted.time")
                .description("From the headers of an accepted upload to its record")
                .register(registry);
        Gauge.builder("showcase.upload.in.flight", inFlight, AtomicInteger::get)
                .description("Uploads that are being received")
                .register(registry);
        for (String outcome : List.of("accepted", "replayed", "appended", "ABORTED")) {
            count(outcome, 0);
        }
    }

    /** Begins to count one that is being received; it ends with one of the others. */
    public Timer.Sample begin() {
        inFlight.incrementAndGet();
        return Timer.start(registry);
    }

    /** Ends one that became a video. */
    public void accepted(Timer.Sample sample, long sizeBytes) {
        inFlight.decrementAndGet();
        acceptedBytes.increment((double) sizeBytes);
        sample.stop(acceptedTime);
        count("accepted");
    }

    /** Ends one whose key was known: its body was not read. */
    public void replayed() {
        inFlight.decrementAndGet();
        count("replayed");
    }

    /** Ends a request that brought a piece of one. */
    public void appended() {
        inFlight.decrementAndGet();
        count("appended");
    }

    /** Ends one that failed; the outcome is the problem's error code, or {@code ABORTED} for a lost connection. */
    public void failed(Throwable cause) {
        inFlight.decrementAndGet();
        count(ProblemException.find(cause).map(problem -> problem.type().name()).orElse("ABORTED"));
    }

    private void count(String outcome) {
        count(outcome, 1);
    }

    private void count(String outcome, int times) {
        registry.counter("showcase.uploads", "outcome", outcome).increment(times);
    }
}
