package co.anb.showcase.pulumi.security;

import static co.anb.showcase.pulumi.security.Party.ADMINS;
import static co.anb.showcase.pulumi.security.Party.AUTH;
import static co.anb.showcase.pulumi.security.Party.AUTH_BALANCER;
import static co.anb.showcase.pulumi.security.Party.AUTH_DATABASE;
import static co.anb.showcase.pulumi.security.Party.BALANCER;
import static co.anb.showcase.pulumi.security.Party.BROKER;
import static co.anb.showcase.pulumi.security.Party.CLUSTER;
import static co.anb.showcase.pulumi.security.Party.CORE;
import static co.anb.showcase.pulumi.security.Party.CORE_DATABASE;
import static co.anb.showcase.pulumi.security.Party.INTERNET;
import static co.anb.showcase.pulumi.security.Party.OBSERVABILITY;
import static co.anb.showcase.pulumi.security.Party.WORKER;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that is needed, and why. There is no row for SSH: administrators use SSM sessions.
 *
 * @param why description of the rules, so in the characters that AWS allows there
 */
record Flow(Party from, Party to, int port, String why) {

    private static final List<Party> HOSTS = List.of(CORE, AUTH, WORKER, BROKER, OBSERVABILITY);

    private static final List<Flow> ALWAYS = List.of(
            new Flow(INTERNET, BALANCER, Ports.HTTP, "Browsers and apps"),
            new Flow(BALANCER, CORE, Ports.CORE, "Routed requests and health checks"),
            new Flow(BALANCER, AUTH, Ports.AUTH, "Routed requests and health checks"),
            new Flow(BALANCER, OBSERVABILITY, Ports.GRAFANA, "Dashboards of the administrators"),
            new Flow(BALANCER, OBSERVABILITY, Ports.PROMETHEUS, "Queries of the administrators"),
            new Flow(BALANCER, BROKER, Ports.RABBITMQ_CONSOLE, "RabbitMQ console of the administrators"),
            new Flow(CORE, BROKER, Ports.AMQP, "Publishes jobs"),
            new Flow(WORKER, BROKER, Ports.AMQP, "Consumes jobs"),
            new Flow(CORE, AUTH_BALANCER, Ports.AUTH, "Public keys and revocations"),
            new Flow(OBSERVABILITY, AUTH_BALANCER, Ports.AUTH, "Prometheus scrapes Auth"),
            new Flow(AUTH_BALANCER, AUTH, Ports.AUTH, "Internal requests and health checks"),
            new Flow(OBSERVABILITY, BROKER, Ports.RABBITMQ_METRICS, "Prometheus scrapes RabbitMQ"),
            new Flow(OBSERVABILITY, WORKER, Ports.WORKER, "Prometheus scrapes the worker"),
            new Flow(CORE, OBSERVABILITY, Ports.LOKI, "Promtail pushes logs"),
            new Flow(AUTH, OBSERVABILITY, Ports.LOKI, "Promtail pushes logs"),
            new Flow(WORKER, OBSERVABILITY, Ports.LOKI, "Promtail pushes logs"),
            new Flow(BROKER, OBSERVABILITY, Ports.LOKI, "Promtail pushes logs"),
            new Flow(CORE, CORE_DATABASE, Ports.POSTGRESQL, "Videos, votes, rankings"),
            new Flow(WORKER, CORE_DATABASE, Ports.POSTGRESQL, "Jobs and outcomes"),
            new Flow(AUTH, AUTH_DATABASE, Ports.POSTGRESQL, "Accounts and sessions"),
            new Flow(ADMINS, CORE_DATABASE, Ports.POSTGRESQL, "Administrators inside the VPC, by VPN or SSM"),
            new Flow(ADMINS, AUTH_DATABASE, Ports.POSTGRESQL, "Administrators inside the VPC, by VPN or SSM"),
            new Flow(CLUSTER, CLUSTER, Ports.CLUSTER_MEMBERS, "JGroups members"),
            new Flow(CLUSTER, CLUSTER, Ports.CLUSTER_EVENT_BUS, "Event bus"),
            new Flow(CLUSTER, CLUSTER, Ports.CLUSTER_FAILURE_DETECTION, "JGroups failure detection"));

    /** All connections of the estate. */
    static List<Flow> all(Settings settings) {
        List<Flow> flows = new ArrayList<>(ALWAYS);
        if (settings.scrapeCore()) {
            flows.add(new Flow(OBSERVABILITY, CORE, Ports.CORE, "Prometheus scrapes Core"));
        }
        if (settings.https().isPresent()) {
            flows.add(new Flow(INTERNET, BALANCER, Ports.HTTPS, "Browsers and apps"));
        }
        for (Party host : HOSTS) {
            flows.add(new Flow(host, INTERNET, Ports.HTTPS, "AWS and package repositories"));
            flows.add(new Flow(host, INTERNET, Ports.HTTP, "Ubuntu package mirrors, signed packages"));
        }
        return flows;
    }
}
