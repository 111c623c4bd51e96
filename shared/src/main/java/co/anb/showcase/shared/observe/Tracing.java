package co.anb.showcase.shared.observe;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where the spans of a process go: to an OpenTelemetry collector by OTLP over HTTP, or nowhere. The variables are those
 * of every OpenTelemetry program: {@code OTEL_EXPORTER_OTLP_ENDPOINT} (a base URL; off without it) and
 * {@code OTEL_TRACES_SAMPLER_ARG} (the part of the traces that is kept, from 0 to 1, 1 by default; who continues a
 * trace keeps to what was decided). A collector that is away costs spans and nothing else.
 */
public final class Tracing implements AutoCloseable {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String RATIO = "OTEL_TRACES_SAMPLER_ARG";
    private static final Duration EXPORT_LIMIT = Duration.ofSeconds(5);
    private static final Duration EXPORT_INTERVAL = Duration.ofSeconds(1);

    private final Optional<OpenTelemetrySdk> sdk;

    private Tracing(Optional<OpenTelemetrySdk> sdk) {
        this.sdk = sdk;
    }

    /** No spans. */
    public static Tracing off() {
        return new Tracing(Optional.empty());
    }

    /**
     * Tracing as the variables say. Once a process: {@link Spans} go there from now on.
     *
     * @param service the name of the process in traces
     * @throws IllegalArgumentException when a variable can't be used; the message names it
     */
    public static Tracing of(String service, Map<String, String> environment) {
        String endpoint = environment.getOrDefault(ENDPOINT, "");
        if (endpoint.isBlank()) {
            return off();
        }
        OpenTelemetrySdk opened = OpenTelemetrySdk.builder()
                .setTracerProvider(provider(service, endpoint, ratio(environment)))
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        GlobalOpenTelemetry.set(opened);
        Spans.activate();
        return new Tracing(Optional.of(opened));
    }

    /** What Vert.x reports its HTTP, SQL and event bus to. */
    Optional<VertxTracerFactory> tracer() {
        return sdk.map(OpenTelemetryTracingFactory::new);
    }

    /** Sends what is left. Blocking, a few seconds at most. */
    @Override
    public void close() {
        sdk.ifPresent(OpenTelemetrySdk::close);
    }

    private static SdkTracerProvider provider(String service, String endpoint, double ratio) {
        String base = endpoint.endsWith("/") ? endpoint : endpoint + "/";
        OtlpHttpSpanExporter exporter = exporter(base + "v1/traces");
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(EXPORT_INTERVAL)
                        .build())
                .build();
    }

    private static OtlpHttpSpanExporter exporter(String url) {
        try {
            return OtlpHttpSpanExporter.builder()
                    .setEndpoint(url)
                    .setTimeout(EXPORT_LIMIT)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ENDPOINT + " must be a URL such as http://localhost:4318", e);
        }
    }

    private static double ratio(Map<String, String> environment) {
        try {
            double ratio = Double.parseDouble(environment.getOrDefault(RATIO, "1"));
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(RATIO + " must be a number from 0 to 1", e);
        }
        throw new IllegalArgumentException(RATIO + " must be a number from 0 to 1");
    }
}
