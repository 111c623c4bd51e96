package co.anb.showcase.pulumi;

/** TCP ports of the estate; a test holds those of the services against the services' own defaults. */
public final class Ports {

    public static final int HTTP = 80;
    public static final int HTTPS = 443;
    public static final int CORE = 8000;
    public static final int AUTH = 8001;
    public static final int WORKER = 9100;
    public static final int AMQP = 5672;
    public static final int RABBITMQ_CONSOLE = 15672;
    public static final int RABBITMQ_METRICS = 15692;
    public static final int GRAFANA = 3000;
    public static final int PROMETHEUS = 9090;
    public static final int LOKI = 3100;
    public static final int POSTGRESQL = 5432;
    /** JGroups, the Vert.x event bus, and JGroups' failure detection (its port plus 100). */
    public static final int CLUSTER_MEMBERS = 7800;

    public static final int CLUSTER_EVENT_BUS = 7801;
    public static final int CLUSTER_FAILURE_DETECTION = 7900;

    private Ports() {}
}
