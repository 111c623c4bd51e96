package co.anb.showcase.shared.observe;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The registry of what belongs to the process and to no service: JVM, file descriptors, Vert.x's servers, pools and
 * event bus. Exactly one service of the process exposes it.
 */
public final class ProcessMetrics {

    /**
     * Vert.x would look for each file that is not there on the class path, through a folder that it deletes at SIGTERM:
     * from then on no file could be made or served by a node that drains.
     */
    private static final FileSystemOptions NO_CLASS_PATH =
            new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicBoolean claimed = new AtomicBoolean();

    /** A registry with the JVM's meters. */
    // What these binders hold lives as long as the process.
    @SuppressWarnings("resource")
    public ProcessMetrics() {
        registry.config().meterFilter(new Buckets()).meterFilter(new VertxSeries());
        new ClassLoaderMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /**
     * A Vert.x that reports to this registry, on the epoll of Linux where there is one (ADR 022). Requests are not told
     * apart here: each service counts its own, by route.
     */
    public Vertx vertx(VertxOptions options) {
        return vertx(options, Tracing.off());
    }

    /** The same with traces. */
    public Vertx vertx(VertxOptions options, Tracing tracing) {
        Vertx vertx = builder(options, tracing).build();
        EventLoopWatch.start(vertx, registry);
        return vertx;
    }

    /** The same, joined to a cluster; fails when it can't join. */
    public Future<Vertx> clusteredVertx(VertxOptions options, Tracing tracing, ClusterManager manager) {
        return builder(options, tracing)
                .withClusterManager(manager)
                .buildClustered()
                .onSuccess(vertx -> EventLoopWatch.start(vertx, registry));
    }

    private VertxBuilder builder(VertxOptions options, Tracing tracing) {
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                // Each service counts its requests by route, and a request that is counted twice costs twice.
                .addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
                .setLabels(EnumSet.of(Label.POOL_TYPE, Label.POOL_NAME, Label.EB_ADDRESS));
        VertxBuilder builder = Vertx.builder()
                .with(options.setMetricsOptions(metrics)
                        .setFileSystemOptions(NO_CLASS_PATH)
                        .setPreferNativeTransport(true))
                .withMetrics(new MicrometerMetricsFactory(registry));
        return tracing.tracer().map(builder::withTracer).orElse(builder);
    }

    /** True for the first who asks: that service exposes these meters besides its own. */
    public boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** The text of the registry in the exposition format. */
    String scrape() {
        return registry.scrape();
    }
}
