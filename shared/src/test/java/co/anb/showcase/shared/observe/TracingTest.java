package co.anb.showcase.shared.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void withoutAnEndpointThereIsNone(String endpoint) {
        try (Tracing tracing = Tracing.of("core", Map.of(ENDPOINT, endpoint))) {
            assertThat(tracing.tracer()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "NaN", "half", ""})
    void ratioThatIsNoneIsNamed(String ratio) {
        Map<String, String> environment = Map.of(ENDPOINT, "http://localhost:4318", "OTEL_TRACES_SAMPLER_ARG", ratio);

        assertThatThrownBy(() -> Tracing.of("core", environment)).hasMessageStartingWith("OTEL_TRACES_SAMPLER_ARG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4318", "file:/tmp", "http://a b"})
    void endpointThatIsNoUrlIsNamed(String endpoint) {
        assertThatThrownBy(() -> Tracing.of("core", Map.of(ENDPOINT, endpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(ENDPOINT);
    }

    /** A job may have a trace of a node that had tracing. */
    @Test
    void withoutTracingAStepIsRunAsItIs() {
        Future<String> step = Future.succeededFuture("done");
        Optional<String> trace = Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(Spans.continued(trace, "step", SpanKind.INTERNAL, () -> step))
                .isSameAs(step);
        assertThat(Spans.within("step", () -> step)).isSameAs(step);
        assertThat(Spans.traceparent()).isEmpty();
        assertThat(Spans.traceId()).isEmpty();
        assertThat(new TraceContextData().supplyContextData()).isEmpty();
    }
}
