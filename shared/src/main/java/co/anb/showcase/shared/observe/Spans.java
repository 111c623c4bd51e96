package co.anb.showcase.shared.observe;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.tracing.opentelemetry.VertxContextStorageProvider.VertxContextStorage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The spans that Vert.x can't make by itself: across the job table and the broker. A trace travels as the text of W3C's
 * {@code traceparent}. Without tracing all of it does nothing.
 */
public final class Spans {

    /** The header, and the key of a message's headers. */
    public static final String HEADER = "traceparent";

    private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();

    /** Read with each request and log line, so that nothing else is looked up without tracing. */
    private static volatile boolean active;

    private Spans() {}

    /** From now on the process has traces. */
    static void activate() {
        active = true;
    }

    /** The present span; invalid outside of one. */
    static SpanContext current() {
        return active ? Span.current().getSpanContext() : SpanContext.getInvalid();
    }

    /** What the present span is to whoever continues its trace; empty outside of one. */
    public static Optional<String> traceparent() {
        if (!active) {
            return Optional.empty();
        }
        Map<String, String> carrier = new HashMap<>();
        FORMAT.inject(Context.current(), carrier, (headers, name, value) -> headers.put(name, value));
        return Optional.ofNullable(carrier.get(HEADER));
    }

    /** The id of the present trace, empty outside of one: for what is written when its context is gone. */
    public static String traceId() {
        SpanContext span = current();
        return span.isValid() ? span.getTraceId() : "";
    }

    /**
     * Runs a step as a span of a trace that began elsewhere; what the step begins belongs to it. Called on a context of
     * Vert.x; the future completes there, outside of the span.
     *
     * @param traceparent of that trace; without one the step just runs
     * @param name what the step is; one of few
     */
    public static <T> Future<T> continued(
            Optional<String> traceparent, String name, SpanKind kind, Supplier<Future<T>> step) {
        @Nullable ContextInternal caller = ContextInternal.current();
        if (!active || traceparent.isEmpty() || caller == null) {
            return step.get();
        }
        Context parent = FORMAT.extract(Context.root(), traceparent.get(), Single.INSTANCE);
        Span span = GlobalOpenTelemetry.getTracer("showcase")
                .spanBuilder(name)
                .setParent(parent)
                .setSpanKind(kind)
                .startSpan();
        Promise<T> outcome = caller.promise();
        // A context of its own, so that the span is not that of what else runs on the caller's. It ends with it.
        ContextInternal own = caller.duplicate();
        var unused = VertxContextStorage.INSTANCE.attach(own, parent.with(span));
        own.emit(
                step,
                given -> Future.<Void>succeededFuture()
                        .compose(begin -> given.get())
                        .onComplete(result -> {
                            if (result.failed()) {
                                span.setStatus(
                                        StatusCode.ERROR,
                                        result.cause().getClass().getSimpleName());
                            }
                            span.end();
                        })
                        .onComplete(outcome));
        return outcome.future();
    }

    /** Runs a step as a part of the present span; without one the step just runs. */
    public static <T> Future<T> within(String name, Supplier<Future<T>> step) {
        return continued(traceparent(), name, SpanKind.INTERNAL, step);
    }

    /** A carrier that holds the one header. */
    private enum Single implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return HEADER.equals(key) ? carrier : null;
        }
    }
}
