package co.anb.showcase.shared.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The registry of one service: every series carries the tag {@code service}. What belongs to the process (JVM, Vert.x)
 * is in the registry of {@link ProcessMetrics}, so that three services in one JVM do not count it three times.
 */
public final class ServiceMetrics {

    private ServiceMetrics() {}

    /** A new registry. */
    public static PrometheusMeterRegistry create(String service) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().commonTags("service", service).meterFilter(new Buckets());
        return registry;
    }

    /** The text of a registry in the exposition format, or nothing for a registry that is not Prometheus'. */
    static String scrape(MeterRegistry registry) {
        return registry instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
    }
}
