package co.anb.showcase.pulumi.monitoring;

import com.pulumi.core.Output;
import java.util.Map;
import java.util.Optional;

/**
 * When to call somebody: a figure of a minute is beyond its threshold for some minutes on end.
 *
 * @param statistic of CloudWatch, or a percentile such as {@code p95}
 * @param recovery what EC2 is to do by itself
 */
record Alarm(
        String name,
        String namespace,
        String metric,
        Output<Map<String, String>> dimensions,
        String statistic,
        String comparison,
        double threshold,
        int minutes,
        Optional<String> recovery) {

    static Alarm when(String name, String namespace, String metric, Output<Map<String, String>> dimensions) {
        return new Alarm(name, namespace, metric, dimensions, "Average", "", 0, 1, Optional.empty());
    }

    Alarm sum() {
        return with("Sum");
    }

    Alarm average() {
        return with("Average");
    }

    Alarm minimum() {
        return with("Minimum");
    }

    Alarm maximum() {
        return with("Maximum");
    }

    Alarm percentile(String percentile) {
        return with(percentile);
    }

    Alarm above(double limit) {
        return compared("GreaterThanThreshold", limit);
    }

    Alarm below(double limit) {
        return compared("LessThanThreshold", limit);
    }

    Alarm forMinutes(int count) {
        return new Alarm(name, namespace, metric, dimensions, statistic, comparison, threshold, count, recovery);
    }

    /** EC2 moves the instance to a sound machine. */
    Alarm andRecover(String region) {
        Optional<String> action = Optional.of("arn:aws:automate:" + region + ":ec2:recover");
        return new Alarm(name, namespace, metric, dimensions, statistic, comparison, threshold, minutes, action);
    }

    private Alarm with(String newStatistic) {
        return new Alarm(name, namespace, metric, dimensions, newStatistic, comparison, threshold, minutes, recovery);
    }

    private Alarm compared(String operator, double limit) {
        return new Alarm(name, namespace, metric, dimensions, statistic, operator, limit, minutes, recovery);
    }
}
