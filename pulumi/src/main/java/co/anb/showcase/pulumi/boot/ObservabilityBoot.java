package co.anb.showcase.pulumi.boot;

/**
 * The host with Prometheus, Alertmanager, Loki and Grafana. Needs a second disk, for what they keep.
 *
 * @param host as for every host
 * @param auth {@code host:port} of the Auth service's metrics
 * @param worker {@code host:port} of the worker's metrics
 * @param broker {@code host:port} of RabbitMQ's metrics
 * @param alertTopic ARN of the SNS topic that alerts go to
 * @param coreByTag whether Prometheus finds Core's nodes by their EC2 tags, for which its host needs
 *     {@code ec2:DescribeInstances}; otherwise they are seen in CloudWatch alone
 */
public record ObservabilityBoot(
        Host host, String auth, String worker, String broker, String alertTopic, boolean coreByTag) {}
