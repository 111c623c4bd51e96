package co.anb.showcase.pulumi.boot;

/**
 * The broker. Needs a second disk, for queues and messages.
 *
 * @param host as for every host
 * @param amqpPort for Core and the worker
 * @param consolePort of the management console, below {@code /rabbitmq}
 * @param metricsPort for Prometheus
 */
public record BrokerBoot(Host host, int amqpPort, int consolePort, int metricsPort) {}
