package co.anb.showcase.pulumi.boot;

/**
 * What hosts get from its makers and not from Ubuntu 22.04, whose own is too old or not there. A change here renews the
 * hosts concerned.
 */
public final class Versions {

    /** Package of Team RabbitMQ. The queues' arguments need 3.10; 4.1 is the first with Erlang 27. */
    public static final String RABBITMQ = "4.1.4-1";

    /** Series of Team RabbitMQ's Erlang packages that RabbitMQ runs on. */
    public static final String ERLANG = "27.3.";

    /** Package of Grafana Labs. */
    public static final String GRAFANA = "11.6.0";

    /** Package of Grafana Labs. */
    public static final String LOKI = "3.4.2";

    /** Package of Grafana Labs. */
    public static final String PROMTAIL = "3.4.2";

    /** Release of the Prometheus project; Ubuntu's 2.31 does not know all that the rules use. */
    public static final String PROMETHEUS = "2.53.3";

    /** Release of the Prometheus project. */
    public static final String ALERTMANAGER = "0.27.0";

    /** Package in AWS's own bucket, {@code ubuntu/amd64/<version>/amazon-cloudwatch-agent.deb}. */
    public static final String CLOUDWATCH_AGENT = "1.300072.0b1766";

    private Versions() {}
}
