package co.anb.showcase.pulumi.boot;

import java.util.Map;
import java.util.Optional;

/**
 * The user-data of each kind of host. Pure: the same arguments give the same text, and a release that changes nothing
 * of a host leaves its text as it is, so that EC2 keeps the host.
 *
 * <p>There is no secret in it but for a lab's session credentials, which are an argument of their own.
 */
public final class UserData {

    /** Name of Core's database and of its user. */
    public static final String CORE_DATABASE = "anb_core";

    /** Name of Auth's database and of its user. */
    public static final String AUTH_DATABASE = "anb_auth";

    /** Where the repository's folder {@code grafana/} lies in the release bucket. */
    public static final String CONFIGURATION_PREFIX = "grafana/";

    private static final String SCRIPTS = "/opt/anb/boot/";
    private static final String PROMTAIL = SCRIPTS + "promtail.sh";
    private static final String CLOUDWATCH_AGENT = SCRIPTS + "cloudwatch-agent.sh";
    private static final String UNITS = "/etc/systemd/system/";
    private static final String DISK = "disk.sh";
    private static final String PUBLIC = "0644";
    private static final String SERVICE_HEAP = "60";
    private static final String WORKER_HEAP = "25";

    private UserData() {}

    /** A Core API host that reads with its instance profile. */
    public static String core(CoreBoot boot) {
        return core(boot, Optional.empty());
    }

    /** A Core API host that reads with the keys of a lab's session. */
    public static String core(CoreBoot boot, SessionCredentials credentials) {
        return core(boot, Optional.of(credentials));
    }

    /** An Auth host. */
    public static String auth(AuthBoot boot) {
        HostVariables variables = HostVariables.of(Component.AUTH, boot.service())
                .set("TRUSTED_PROXIES", boot.trustedProxies())
                .set("ADMIN_EMAIL", boot.adminEmail());
        return service(Component.AUTH, boot.service(), variables, SERVICE_HEAP).text();
    }

    /** A worker that reads with its instance profile. */
    public static String worker(WorkerBoot boot) {
        return worker(boot, Optional.empty());
    }

    /** A worker that reads with the keys of a lab's session. */
    public static String worker(WorkerBoot boot, SessionCredentials credentials) {
        return worker(boot, Optional.of(credentials));
    }

    /** The broker. */
    public static String broker(BrokerBoot boot) {
        Map<String, String> ports = Map.of(
                "AMQP_PORT", String.valueOf(boot.amqpPort()),
                "CONSOLE_PORT", String.valueOf(boot.consolePort()),
                "METRICS_PORT", String.valueOf(boot.metricsPort()));
        HostVariables variables = HostVariables.of(Component.BROKER, boot.host())
                .set("CONSOLE_PORT", String.valueOf(boot.consolePort()))
                .set("RABBITMQ_VERSION", Versions.RABBITMQ)
                .set("ERLANG_VERSION", Versions.ERLANG);
        String folder = "/etc/anb/rabbitmq/";
        return host(Component.BROKER, boot.host(), variables, DISK)
                .file(folder + "rabbitmq.conf", PUBLIC, Resource.lean("rabbitmq.conf", ports))
                .file(folder + "rabbitmq-env.conf", PUBLIC, Resource.lean("rabbitmq-env.conf"))
                .file(folder + "enabled_plugins", PUBLIC, Resource.lean("enabled_plugins"))
                .file(folder + "definitions.json", PUBLIC, Resource.text("definitions.json", Map.of()))
                .file(UNITS + "rabbitmq-server.service.d/anb.conf", PUBLIC, Resource.lean("rabbitmq-server.conf"))
                .text();
    }

    /** The host with Prometheus, Alertmanager, Loki and Grafana. */
    public static String observability(ObservabilityBoot boot) {
        HostVariables variables = HostVariables.of(Component.OBSERVABILITY, boot.host())
                .set("AUTH_TARGET", boot.auth())
                .set("WORKER_TARGET", boot.worker())
                .set("BROKER_TARGET", boot.broker())
                .set("ALERT_TOPIC", boot.alertTopic())
                .set("PROMETHEUS_VERSION", Versions.PROMETHEUS)
                .set("ALERTMANAGER_VERSION", Versions.ALERTMANAGER)
                .set("GRAFANA_VERSION", Versions.GRAFANA)
                .set("LOKI_VERSION", Versions.LOKI);
        String configuration = boot.coreByTag() ? "prometheus-ec2.yml" : "prometheus.yml";
        return host(Component.OBSERVABILITY, boot.host(), variables, DISK)
                .file(
                        UNITS + "prometheus.service",
                        PUBLIC,
                        Resource.lean("prometheus.service", Map.of("CONFIGURATION", configuration)))
                .file(UNITS + "alertmanager.service", PUBLIC, Resource.lean("alertmanager.service"))
                .file(UNITS + "loki.service.d/anb.conf", PUBLIC, Resource.lean("loki.conf"))
                .file(UNITS + "grafana-server.service.d/anb.conf", PUBLIC, Resource.lean("grafana.conf"))
                .file("/etc/cron.d/anb-configuration", PUBLIC, Resource.lean("configuration.cron"))
                .text();
    }

    private static String core(CoreBoot boot, Optional<SessionCredentials> credentials) {
        HostVariables variables = HostVariables.of(Component.CORE, boot.service())
                .set("BROKER", boot.broker())
                .set("MEDIA", boot.mediaBucket())
                .set("AUTH_URL", boot.authUrl())
                .set("TRUSTED_PROXIES", boot.trustedProxies());
        Map<String, String> port = Map.of("PORT", String.valueOf(boot.service().port()));
        CloudConfig config = service(Component.CORE, boot.service(), variables, SERVICE_HEAP)
                .file("/etc/anb/core-metrics.yml", PUBLIC, Resource.lean("core-metrics.yml", port));
        return with(credentials, config).text();
    }

    private static String worker(WorkerBoot boot, Optional<SessionCredentials> credentials) {
        HostVariables variables = HostVariables.of(Component.WORKER, boot.service())
                .set("BROKER", boot.broker())
                .set("MEDIA", boot.mediaBucket());
        CloudConfig config = service(Component.WORKER, boot.service(), variables, WORKER_HEAP)
                .file(UNITS + "anb-worker.service.d/worker.conf", PUBLIC, Resource.lean("worker.conf"))
                .file(SCRIPTS + DISK, PUBLIC, Resource.lean(DISK));
        return with(credentials, config).text();
    }

    private static CloudConfig service(Component component, Service service, HostVariables variables, String heap) {
        Map<String, String> values = Map.of("NAME", component.id(), "HEAP_PERCENT", heap);
        return host(component, service.host(), variables, "services.sh")
                .file(UNITS + "anb-" + component.id() + ".service", PUBLIC, Resource.lean("anb.service", values));
    }

    private static CloudConfig host(Component component, Host host, HostVariables variables, String... libraries) {
        String script = SCRIPTS + component.id() + ".sh";
        CloudConfig config = new CloudConfig();
        for (String library : libraries) {
            config.file(SCRIPTS + library, PUBLIC, Resource.lean(library));
        }
        return config.file("/etc/anb/host.conf", PUBLIC, variables.text())
                .file(
                        "/etc/anb/cloudwatch-agent.json",
                        PUBLIC,
                        Resource.text(
                                "cloudwatch-agent.json",
                                Map.of("LOG_GROUP", host.logGroup(component), "METRICS", metrics(component, host))))
                .file(UNITS + "promtail.service.d/anb.conf", PUBLIC, Resource.lean("promtail.conf"))
                .file(SCRIPTS + "common.sh", PUBLIC, Resource.lean("common.sh"))
                .file(script, "0755", Resource.lean(component.id() + ".sh"))
                .file(PROMTAIL, "0755", Resource.lean("promtail.sh"))
                .file(CLOUDWATCH_AGENT, "0755", Resource.lean("cloudwatch-agent.sh"))
                .run(script)
                .run(PROMTAIL)
                .run(CLOUDWATCH_AGENT);
    }

    /** Core's nodes come and go, so their own figures go to CloudWatch. */
    private static String metrics(Component component, Host host) {
        return component == Component.CORE
                ? "\n\"metrics_collected\": "
                        + Resource.text("core-metrics.json", Map.of("LOG_GROUP", host.logGroup(component))) + ","
                : "";
    }

    private static CloudConfig with(Optional<SessionCredentials> credentials, CloudConfig config) {
        credentials.ifPresent(keys -> config.file("/etc/anb/aws-credentials", "0600", keys.file()));
        return config;
    }
}
