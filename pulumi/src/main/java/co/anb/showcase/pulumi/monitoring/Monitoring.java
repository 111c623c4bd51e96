package co.anb.showcase.pulumi.monitoring;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.auth.AuthService;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.aws.cloudwatch.Dashboard;
import com.pulumi.aws.cloudwatch.DashboardArgs;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Alarms for what AWS runs, and a dashboard of it. What the services say of themselves is Prometheus' part. Databases
 * count in bytes: 2 GiB of free space and 128 MiB of free memory are little.
 */
public final class Monitoring extends ComponentResource {

    private static final double GIB = 1024.0 * 1024 * 1024;
    private static final String BALANCER = "AWS/ApplicationELB";
    private static final String LOAD_BALANCER = "LoadBalancer";
    private static final String INSTANCE_ID = "InstanceId";

    private final Settings settings;
    private final Watched watched;
    private final Output<String> topic;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final Dashboard dashboard;

    public Monitoring(
            String name,
            Settings settings,
            Watched watched,
            Output<String> alarmTopic,
            ComponentResourceOptions options) {
        super("anb:monitoring:Monitoring", name, options);
        this.settings = settings;
        this.watched = watched;
        this.topic = alarmTopic;
        watchBalancer();
        watched.scalingGroups().forEach(this::watchScalingGroup);
        watched.databases().forEach(this::watchDatabase);
        watched.instances().forEach(this::watchInstance);
        CoreFigures.alarmToDescription().forEach(this::raise);
        settings.https().ifPresent(https -> watchCertificate(https.certificateArn()));
        dashboard = dashboard();
        registerOutputs(Map.of("dashboardName", dashboard.dashboardName()));
    }

    public Output<String> dashboardUrl() {
        String console = "https://" + settings.region() + ".console.aws.amazon.com/cloudwatch/home?region="
                + settings.region() + "#dashboards:name=";
        return dashboard.dashboardName().applyValue(name -> console + name);
    }

    private void watchBalancer() {
        Output<Map<String, String>> balancer = watched.balancer().applyValue(name -> Map.of(LOAD_BALANCER, name));
        raise(
                Alarm.when("anb-alb-5xx", BALANCER, "HTTPCode_Target_5XX_Count", balancer)
                        .sum()
                        .above(20)
                        .forMinutes(5),
                "Services answer 5xx: see the dashboards of Core and Auth");
        raise(
                Alarm.when("anb-alb-no-target", BALANCER, "HTTPCode_ELB_5XX_Count", balancer)
                        .sum()
                        .above(20)
                        .forMinutes(5),
                "The load balancer finds nobody to answer: see the target groups");
        raise(
                Alarm.when("anb-alb-slow", BALANCER, "TargetResponseTime", balancer)
                        .percentile("p95")
                        .above(2)
                        .forMinutes(10),
                "Requests take long; uploads count as well");
        raise(
                Alarm.when("anb-alb-rejected", BALANCER, "RejectedConnectionCount", balancer)
                        .sum()
                        .above(0)
                        .forMinutes(1),
                "The load balancer is at its limit of connections");
        watched.targetGroups()
                .forEach((label, group) -> raise(
                        Alarm.when(
                                        "anb-unhealthy-" + label,
                                        BALANCER,
                                        "UnHealthyHostCount",
                                        Output.tuple(watched.balancer(), group)
                                                .applyValue(names ->
                                                        Map.of(LOAD_BALANCER, names.t1, "TargetGroup", names.t2)))
                                .maximum()
                                .above(0)
                                .forMinutes(5),
                        "A target of " + label + " fails its health check"));
    }

    private void watchScalingGroup(String label, Output<String> name) {
        boolean core = label.equals("core");
        int least = core ? settings.sizes().coreMinSize() : AuthService.NODES;
        int most = core ? settings.sizes().coreMaxSize() : AuthService.NODES_DURING_A_RELEASE;
        Output<Map<String, String>> group = name.applyValue(n -> Map.of("AutoScalingGroupName", n));
        if (most > least) {
            raise(
                    Alarm.when("anb-" + label + "-at-maximum", "AWS/AutoScaling", "GroupInServiceInstances", group)
                            .minimum()
                            .above(most - 1)
                            .forMinutes(15),
                    label + " has had all the nodes that it may have for 15 minutes");
        }
        raise(
                Alarm.whenCreditsEnd("anb-" + label + "-credits", "AWS/EC2", group),
                "CPU credits of " + label + " run out; surplus credits cost money");
    }

    private void watchDatabase(String label, Output<String> identifier) {
        Output<Map<String, String>> database = identifier.applyValue(id -> Map.of("DBInstanceIdentifier", id));
        raise(
                onDatabase(label, "cpu", "CPUUtilization", database)
                        .average()
                        .above(80)
                        .forMinutes(10),
                label + " is busy");
        raise(
                onDatabase(label, "storage", "FreeStorageSpace", database)
                        .minimum()
                        .below(2 * GIB)
                        .forMinutes(5),
                label + " has less than 2 GiB left, and growth by itself ends at 100 GB");
        raise(
                onDatabase(label, "connections", "DatabaseConnections", database)
                        .maximum()
                        .above(settings.sizes().plannedConnections())
                        .forMinutes(5),
                label + " has more connections than were planned for");
        raise(
                onDatabase(label, "memory", "FreeableMemory", database)
                        .minimum()
                        .below(GIB / 8)
                        .forMinutes(10),
                label + " has less than 128 MiB of memory left");
        raise(Alarm.whenCreditsEnd(label + "-credits", "AWS/RDS", database), "CPU credits of " + label + " run out");
    }

    private void watchInstance(String label, Output<String> id) {
        Output<Map<String, String>> instance = id.applyValue(i -> Map.of(INSTANCE_ID, i));
        raise(
                Alarm.when("anb-" + label + "-broken", "AWS/EC2", "StatusCheckFailed_System", instance)
                        .maximum()
                        .above(0)
                        .forMinutes(2)
                        .andRecover(settings.region()),
                "The machine below " + label + " is broken; EC2 moves it to another");
        raise(
                Alarm.when("anb-" + label + "-unreachable", "AWS/EC2", "StatusCheckFailed_Instance", instance)
                        .maximum()
                        .above(0)
                        .forMinutes(5),
                label + " does not answer EC2");
        raise(
                Alarm.whenCreditsEnd("anb-" + label + "-credits", "AWS/EC2", instance),
                "CPU credits of " + label + " run out; surplus credits cost money");
    }

    /** ACM renews its own certificates 60 days ahead; one that was imported is renewed by people. */
    private void watchCertificate(String arn) {
        raise(
                Alarm.when(
                                "anb-certificate-expires",
                                "AWS/CertificateManager",
                                "DaysToExpiry",
                                Output.of(Map.of("CertificateArn", arn)))
                        .minimum()
                        .below(21)
                        .daily(),
                "The certificate of the load balancer expires in less than three weeks, or has");
    }

    private static Alarm onDatabase(String label, String what, String metric, Output<Map<String, String>> database) {
        return Alarm.when(label + "-" + what, "AWS/RDS", metric, database);
    }

    private void raise(Alarm alarm, String description) {
        List<Output<String>> actions = new ArrayList<>(List.of(topic));
        alarm.recovery().ifPresent(action -> actions.add(Output.of(action)));
        MetricAlarmArgs.Builder args = MetricAlarmArgs.builder()
                .namespace(alarm.namespace())
                .metricName(alarm.metric())
                .dimensions(alarm.dimensions())
                .comparisonOperator(alarm.comparison())
                .threshold(alarm.threshold())
                .period(alarm.periodSeconds())
                .evaluationPeriods(alarm.periods())
                .treatMissingData(alarm.missingData())
                .alarmDescription(description)
                .alarmActions(Output.all(actions))
                .okActions(Output.all(List.of(topic)))
                .tags(Tags.named(alarm.name()));
        if (alarm.statistic().startsWith("p")) {
            args.extendedStatistic(alarm.statistic());
        } else {
            args.statistic(alarm.statistic());
        }
        new MetricAlarm(alarm.name(), args.build(), child);
    }

    private Dashboard dashboard() {
        List<Output<String>> names = new ArrayList<>(List.of(watched.balancer()));
        List<String> databases = new ArrayList<>(new TreeMap<>(watched.databases()).keySet());
        new TreeMap<>(watched.databases()).values().forEach(names::add);
        names.add(watched.scalingGroups().get("core"));
        return new Dashboard(
                "anb",
                DashboardArgs.builder()
                        .dashboardName("anb-" + settings.stack())
                        .dashboardBody(Output.all(names)
                                .applyValue(n -> DashboardBody.of(
                                        settings.region(),
                                        n.get(0),
                                        n.subList(1, 1 + databases.size()),
                                        n.get(n.size() - 1))))
                        .build(),
                child);
    }
}
