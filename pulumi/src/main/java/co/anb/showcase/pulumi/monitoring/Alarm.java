package co.anb.showcase.pulumi.monitoring;

import com.pulumi.core.Output;
import java.util.Map;
import java.util.Optional;

/**
 * When to call somebody: a figure is beyond its threshold for some minutes on end.
 *
 * @param statistic of CloudWatch, or a percentile such as {@code p95}
 * @param periodSeconds how often AWS gives the figure; asked for more often, most would be missing and none would alarm
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
        int periodSeconds,
        int periods,
        Optional<String> recovery) {

    private static final int MINUTE = 60;
    private static final int DAY = 24 * 60 * MINUTE;

    static Alarm when(String name, String namespace, String metric, Output<Map<String, String>> dimensions) {
        return new Alarm(name, namespace, metric, dimensions, "Average", "", 0, MINUTE, 1, Optional.empty());
    }

    /** CPU credits of an instance or a database, which AWS gives every five minutes. */
    static Alarm whenCreditsEnd(String name, String namespace, Output<Map<String, String>> dimensions) {
        return new Alarm(
                name,
                namespace,
                "CPUCreditBalance",
                dimensions,
                "Minimum",
                "LessThanThreshold",
                20,
                5 * MINUTE,
                2,
                Optional.empty());
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

    Alarm forMinutes(int minutes) {
        return new Alarm(
                name, namespace, metric, dimensions, statistic, comparison, threshold, MINUTE, minutes, recovery);
    }

    /** For a figure that AWS gives once a day or twice. */
    Alarm daily() {
        return new Alarm(name, namespace, metric, dimensions, statistic, comparison, threshold, DAY, 1, recovery);
    }

    /** What is meant by no figure: that nothing happened, but of a daily one that it came to its end. */
    String missingData() {
        return periodSeconds == DAY ? "breaching" : "notBreaching";
    }

    /** EC2 moves the instance to a sound machine. */
    Alarm andRecover(String region) {
        Optional<String> action = Optional.of("arn:aws:automate:" + region + ":ec2:recover");
        return new Alarm(
                name, namespace, metric, dimensions, statistic, comparison, threshold, periodSeconds, periods, action);
    }

    private Alarm with(String newStatistic) {
        return new Alarm(
                name,
                namespace,
                metric,
                dimensions,
                newStatistic,
                comparison,
                threshold,
                periodSeconds,
                periods,
                recovery);
    }

    private Alarm compared(String operator, double limit) {
        return new Alarm(
                name, namespace, metric, dimensions, statistic, operator, limit, periodSeconds, periods, recovery);
    }
}
