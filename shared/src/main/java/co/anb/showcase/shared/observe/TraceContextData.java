package co.anb.showcase.shared.observe;

import io.opentelemetry.api.trace.SpanContext;
import java.util.Map;
import org.apache.logging.log4j.core.util.ContextDataProvider;

/** Writes the ids of the present span into every log event; found by log4j as a service. */
public final class TraceContextData implements ContextDataProvider {

    @Override
    public Map<String, String> supplyContextData() {
        SpanContext span = Spans.current();
        return span.isValid() ? Map.of("traceId", span.getTraceId(), "spanId", span.getSpanId()) : Map.of();
    }
}
