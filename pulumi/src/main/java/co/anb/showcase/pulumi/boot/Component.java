package co.anb.showcase.pulumi.boot;

import java.util.List;
import java.util.Locale;

/** A kind of host. */
public enum Component {
    /** The Core API. */
    CORE("database-password", "broker-password"),

    /** The Auth service; {@code admin-password} only with an administrator's e-mail. */
    AUTH("database-password", "key-encryption-key", "admin-password"),

    /** The video worker. */
    WORKER("database-password", "broker-password"),

    /** RabbitMQ; the console's user is {@code operator}. */
    BROKER("broker-password", "console-password"),

    /** Prometheus, Alertmanager, Loki and Grafana. */
    OBSERVABILITY("grafana-admin-password");

    @SuppressWarnings("ImmutableEnumChecker") // It is: made by List.of.
    private final List<String> secrets;

    Component(String... secrets) {
        this.secrets = List.of(secrets);
    }

    /** As it stands in names: {@code core}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a service of ours runs on its hosts; those are the members of the event bus. */
    public boolean isService() {
        return this == CORE || this == AUTH || this == WORKER;
    }

    /** Names of the secrets that its boot reads, each below {@link Host#secretsPath}. */
    public List<String> secrets() {
        return secrets;
    }
}
