package co.anb.showcase.pulumi.monitoring;

import co.anb.showcase.pulumi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The dashboard's JSON: edge, Core's nodes, databases, hosts, Core's own figures; two widgets a row. */
final class DashboardBody {

    private static final int WIDTH = 12;
    private static final int HEIGHT = 6;

    private final String region;
    private final List<Map<String, Object>> widgets = new ArrayList<>();

    private DashboardBody(String region) {
        this.region = region;
    }

    static String of(String region, String balancer, List<String> databases, String coreGroup) {
        DashboardBody body = new DashboardBody(region);
        String edge = "AWS/ApplicationELB";
        body.widget(
                "Requests",
                "Sum",
                List.of(
                        List.of(edge, "RequestCount", "LoadBalancer", balancer),
                        List.of(edge, "HTTPCode_Target_4XX_Count", "LoadBalancer", balancer),
                        List.of(edge, "HTTPCode_Target_5XX_Count", "LoadBalancer", balancer),
                        List.of(edge, "HTTPCode_ELB_5XX_Count", "LoadBalancer", balancer)));
        body.widget(
                "Response time, p95 (s)",
                "p95",
                List.of(List.of(edge, "TargetResponseTime", "LoadBalancer", balancer)));
        String scaling = "AWS/AutoScaling";
        body.widget(
                "Core nodes",
                "Maximum",
                List.of(
                        List.of(scaling, "GroupDesiredCapacity", "AutoScalingGroupName", coreGroup),
                        List.of(scaling, "GroupInServiceInstances", "AutoScalingGroupName", coreGroup)));
        body.widget(
                "Core CPU (%)",
                "Average", List.of(List.of("AWS/EC2", "CPUUtilization", "AutoScalingGroupName", coreGroup)));
        body.databases("Database CPU (%)", "CPUUtilization", databases);
        body.databases("Database connections", "DatabaseConnections", databases);
        body.databases("Database free storage (bytes)", "FreeStorageSpace", databases);
        body.databases("Database CPU credits", "CPUCreditBalance", databases);
        body.hosts("Memory of hosts (%)", "mem_used_percent");
        body.hosts("Disks of hosts (%)", "disk_used_percent");
        body.core();
        return Json.of(Map.of("widgets", body.widgets));
    }

    /** What the agent on each host tells; hosts come and go, so they are searched for. */
    private void hosts(String title, String metric) {
        String search = "SEARCH('Namespace=\"ANB/Hosts\" MetricName=\"" + metric + "\"', 'Maximum', 60)";
        widget(title, "Maximum", List.of(List.of(Map.of("expression", search, "id", "hosts"))));
    }

    private void core() {
        widget(
                "Votes a minute",
                "Sum",
                List.of(
                        core("showcase_vote_cast_total", "outcome", "accepted"),
                        core("showcase_vote_cast_total", "outcome", "already_voted"),
                        core("showcase_vote_refused_total")));
        widget(
                "Requests a minute to Core",
                "Sum",
                List.of(core("showcase_http_answered_total"), core("showcase_eventloop_blocked_total")));
        widget(
                "How old: oldest job not sent, word of Auth, ranking (s)",
                "Maximum",
                List.of(
                        core("showcase_relay_backlog_age_seconds"),
                        core("showcase_revocations_age_seconds"),
                        core("showcase_ranking_age_seconds")));
        widget(
                "Videos that wait, and dead letters",
                "Maximum",
                List.of(
                        core("showcase_queue_ready", "queue", "video_processing"),
                        core("showcase_queue_ready", "queue", "video_processing.dlq")));
    }

    private static List<String> core(String metric, String... dimension) {
        List<String> figure =
                new ArrayList<>(List.of(CoreFigures.NAMESPACE, metric, CoreFigures.COMPONENT, CoreFigures.CORE));
        figure.addAll(List.of(dimension));
        return figure;
    }

    private void databases(String title, String metric, List<String> databases) {
        widget(
                title,
                "Average",
                databases.stream()
                        .map(database -> List.of("AWS/RDS", metric, "DBInstanceIdentifier", database))
                        .toList());
    }

    private void widget(String title, String statistic, List<? extends List<?>> metrics) {
        Map<String, Object> properties =
                Map.of("title", title, "region", region, "stat", statistic, "period", 60, "metrics", metrics);
        widgets.add(Map.of(
                "type",
                "metric",
                "x",
                widgets.size() % 2 * WIDTH,
                "y",
                widgets.size() / 2 * HEIGHT,
                "width",
                WIDTH,
                "height",
                HEIGHT,
                "properties",
                properties));
    }
}
