package co.anb.showcase.pulumi.boot;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /etc/anb/host.conf}: assignments that the shell and systemd read alike. */
final class HostVariables {

    private final Map<String, String> values = new LinkedHashMap<>();

    static HostVariables of(Component component, Host host) {
        return new HostVariables()
                .set("STACK", host.stack())
                .set("AWS_DEFAULT_REGION", host.region())
                .set("RELEASES", host.releaseBucket())
                .set("SECRETS", host.secretsPath(component))
                .set("PUBLIC_URL", host.publicUrl())
                .set("LOKI_URL", host.lokiUrl())
                .set("PROMTAIL_VERSION", Versions.PROMTAIL)
                .set("CLOUDWATCH_AGENT_VERSION", Versions.CLOUDWATCH_AGENT);
    }

    static HostVariables of(Component component, Service service) {
        return of(component, service.host())
                .set("PORT", String.valueOf(service.port()))
                .set("JAR", service.jar().key())
                .set("JAR_SHA256", service.jar().sha256())
                .set("DATABASE_CA", service.databaseAuthority().key())
                .set("DATABASE_CA_SHA256", service.databaseAuthority().sha256())
                .set("DATABASE", service.database())
                .set("CLUSTER_TAG", service.cluster().tag())
                .set("CLUSTER_PORT", String.valueOf(service.cluster().port()))
                .set("CLUSTER_EVENT_BUS_PORT", String.valueOf(service.cluster().eventBusPort()));
    }

    @CanIgnoreReturnValue
    HostVariables set(String name, String value) {
        if (value.chars().anyMatch(character -> character < ' ' || character == '\'')) {
            throw new IllegalArgumentException(name + " has a quote or a control character: " + value);
        }
        values.put(name, value);
        return this;
    }

    String text() {
        return values.entrySet().stream()
                .map(entry -> "%s='%s'\n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }
}
