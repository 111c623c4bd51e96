package co.anb.showcase.pulumi.security;

/** One end of a connection: a security group of ours, or a network outside. */
public enum Party {
    BALANCER("alb", "The public load balancer"),
    CORE("core", "Core API nodes"),
    AUTH_BALANCER("auth-nlb", "The internal load balancer of the Auth service"),
    AUTH("auth", "Auth service nodes"),
    WORKER("worker", "The video worker"),
    BROKER("broker", "RabbitMQ"),
    OBSERVABILITY("observability", "Prometheus, Grafana and Loki"),
    CORE_DATABASE("core-rds", "anb-core-rds"),
    AUTH_DATABASE("auth-rds", "anb-auth-rds"),
    CLUSTER("cluster", "Members of the event bus cluster"),
    /** Anybody. */
    INTERNET("internet", ""),
    /** The configured networks of the administrators. */
    ADMINS("admins", "");

    private final String label;
    private final String description;

    Party(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** Short name in resource names. */
    public String label() {
        return label;
    }

    /** What the console shows; must never change, since AWS replaces a group whose description does. */
    String description() {
        return description;
    }

    boolean isGroup() {
        return !description.isEmpty();
    }
}
