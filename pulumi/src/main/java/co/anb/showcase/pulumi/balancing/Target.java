package co.anb.showcase.pulumi.balancing;

import co.anb.showcase.pulumi.Ports;
import com.pulumi.aws.lb.inputs.TargetGroupHealthCheckArgs;

/**
 * What the public load balancer sends requests to. The path of a health check must never fail for a dependency that is
 * away for everybody: a database outage would then be the end of every host (ADR 008).
 */
public enum Target {
    CORE("core", Ports.CORE, "/api/health"),
    AUTH("auth", Ports.AUTH, "/auth/api/v1/status"),
    GRAFANA("grafana", Ports.GRAFANA, "/grafana/api/health"),
    RABBITMQ("rabbitmq", Ports.RABBITMQ_CONSOLE, "/rabbitmq/"),
    PROMETHEUS("prometheus", Ports.PROMETHEUS, "/prometheus/-/healthy");

    private final String label;
    private final int port;
    private final String healthPath;

    Target(String label, int port, String healthPath) {
        this.label = label;
        this.port = port;
        this.healthPath = healthPath;
    }

    /** Short name in resource names. */
    public String label() {
        return label;
    }

    int port() {
        return port;
    }

    /** Out after three failures, in after two successes. */
    TargetGroupHealthCheckArgs healthCheck() {
        return TargetGroupHealthCheckArgs.builder()
                .enabled(true)
                .protocol("HTTP")
                .path(healthPath)
                .matcher("200")
                .interval(30)
                .timeout(5)
                .healthyThreshold(2)
                .unhealthyThreshold(3)
                .build();
    }
}
