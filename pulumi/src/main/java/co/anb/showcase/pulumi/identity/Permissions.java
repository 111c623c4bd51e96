package co.anb.showcase.pulumi.identity;

import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a component's role allows, and no more. AWS' managed policies are not used: {@code AmazonSSMManagedInstanceCore}
 * lets a host read every parameter of the account, the secrets of the other components among them.
 */
final class Permissions {

    private static final List<String> ANY = List.of("*");

    private final Settings settings;
    private final Component component;
    private final Resources resources;
    private final List<Statement> statements = new ArrayList<>();

    /** ARNs of what permissions are about. */
    record Resources(String mediaBucket, String releaseBucket, String alarmTopic) {}

    private Permissions(Settings settings, Component component, Resources resources) {
        this.settings = settings;
        this.component = component;
        this.resources = resources;
    }

    static String of(Component component, Settings settings, Resources resources) {
        Permissions permissions = new Permissions(settings, component, resources);
        permissions.everyHost();
        switch (component) {
            case CORE -> permissions.core();
            case AUTH -> permissions.service();
            case WORKER -> permissions.worker();
            case BROKER -> {}
            case OBSERVABILITY -> permissions.observability();
        }
        return Statement.document(permissions.statements);
    }

    private void everyHost() {
        String ours = settings.stack() + "/" + component.id();
        String region = settings.region();
        allow("Secrets", List.of("ssm:GetParameter"), "arn:aws:ssm:" + region + ":*:parameter/anb/" + ours + "/*");
        allow("Configuration", List.of("s3:GetObject"), releases(UserData.CONFIGURATION_PREFIX + "*"));
        statements.add(Statement.allow(
                        "ListConfiguration", List.of("s3:ListBucket"), List.of(resources.releaseBucket()))
                .when(Map.of("StringLike", Map.of("s3:prefix", UserData.CONFIGURATION_PREFIX + "*"))));
        allow(
                "Logs",
                List.of("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                "arn:aws:logs:" + region + ":*:log-group:/anb/" + ours + ":*");
        statements.add(Statement.allow("Metrics", List.of("cloudwatch:PutMetricData"), ANY)
                .when(Map.of("StringEquals", Map.of("cloudwatch:namespace", "ANB/Hosts"))));
        statements.add(Statement.allow(
                "Sessions",
                List.of(
                        "ssm:UpdateInstanceInformation",
                        "ssmmessages:CreateControlChannel",
                        "ssmmessages:CreateDataChannel",
                        "ssmmessages:OpenControlChannel",
                        "ssmmessages:OpenDataChannel"),
                ANY));
    }

    private void core() {
        service();
        allow(
                "Uploads",
                List.of(
                        "s3:PutObject",
                        "s3:GetObject",
                        "s3:DeleteObject",
                        "s3:AbortMultipartUpload",
                        "s3:ListMultipartUploadParts"),
                media("uploads/*"));
        allow("Processed", List.of("s3:GetObject", "s3:DeleteObject"), media("processed/*"));
        bucket();
    }

    private void worker() {
        service();
        allow("Originals", List.of("s3:GetObject"), media("uploads/*"), media("assets/*"));
        allow("Processed", List.of("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"), media("processed/*"));
        bucket();
    }

    /** Services fetch their jar, and find each other's nodes for the event bus. */
    private void service() {
        allow(
                "Release",
                List.of("s3:GetObject"),
                releases("releases/" + component.id() + "/*"),
                releases("certificates/*"));
        statements.add(Statement.allow("Cluster", List.of("ec2:DescribeInstances"), ANY));
    }

    private void observability() {
        statements.add(Statement.allow(
                "ReadMetrics",
                List.of(
                        "cloudwatch:DescribeAlarms",
                        "cloudwatch:GetMetricData",
                        "cloudwatch:GetMetricStatistics",
                        "cloudwatch:ListMetrics",
                        "ec2:DescribeInstances",
                        "ec2:DescribeRegions",
                        "tag:GetResources"),
                ANY));
        allow("Alerts", List.of("sns:Publish"), resources.alarmTopic());
    }

    private void bucket() {
        allow("Bucket", List.of("s3:ListBucket", "s3:ListBucketMultipartUploads"), resources.mediaBucket());
    }

    private void allow(String name, List<String> actions, String... on) {
        statements.add(Statement.allow(name, actions, List.of(on)));
    }

    private String media(String keys) {
        return resources.mediaBucket() + "/" + keys;
    }

    private String releases(String keys) {
        return resources.releaseBucket() + "/" + keys;
    }
}
