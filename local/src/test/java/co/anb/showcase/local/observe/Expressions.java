package co.anb.showcase.local.observe;

import co.anb.showcase.local.observe.Dashboard.Query;
import co.anb.showcase.local.observe.GrafanaFiles.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The expressions of dashboards and rules in PromQL, as a run of some seconds can answer them. */
final class Expressions {

    /** What only RabbitMQ has, and the embedded broker has not. */
    static final String RABBITMQ = "rabbitmq_";

    /** Nothing of that kind happened in the journey: no series is right, a refused expression is not. */
    private static final Set<String> MAY_BE_EMPTY = Set.of(
            "HighErrorRatio",
            "ScrapeMissing",
            "BrokerBlocked",
            "JobFailureRatio",
            "FfmpegFailures",
            "PrometheusRuleFailures",
            "runtime: Pauses of the collector");

    private static final Pattern COMPARISON = Pattern.compile("\\s(>|<|==|!=)\\s");

    private Expressions() {}

    /** Those that find nothing though they should, each with its name; fails when Prometheus refuses one. */
    static List<String> withoutSeries(PrometheusApi prometheus) {
        return nameToExpression().entrySet().stream()
                .filter(entry -> prometheus.query(entry.getValue()).isEmpty())
                .filter(entry ->
                        MAY_BE_EMPTY.stream().noneMatch(name -> entry.getKey().startsWith(name)))
                .filter(entry -> !entry.getValue().contains(RABBITMQ))
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
    }

    private static Map<String, String> nameToExpression() {
        Map<String, String> expressions = new TreeMap<>();
        Dashboard.all().stream()
                .flatMap(Dashboard::queries)
                .filter(query -> query.kind().equals("prometheus"))
                .forEach(query ->
                        expressions.put(query.where() + " " + query.json().getString("refId"), filled(query)));
        for (Rule rule : GrafanaFiles.rules()) {
            expressions.put(rule.name() + " " + rule.json().getJsonObject("labels"), unconditional(rule));
        }
        return expressions;
    }

    private static String filled(Query query) {
        return query.expression()
                .replace("$__rate_interval", "20s")
                .replace("$__range", "1m")
                .replaceAll("\\$\\w+", ".*");
    }

    /** An alert finds nothing while all is well; what it compares must be there all the same. */
    private static String unconditional(Rule rule) {
        return rule.isAlert() ? COMPARISON.matcher(rule.expression()).replaceAll(" $1 bool ") : rule.expression();
    }
}
