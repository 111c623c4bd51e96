package co.anb.showcase.pulumi.hosts;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.boot.Component;
import com.pulumi.aws.autoscaling.Group;
import com.pulumi.aws.autoscaling.GroupArgs;
import com.pulumi.aws.autoscaling.inputs.GroupInstanceRefreshArgs;
import com.pulumi.aws.autoscaling.inputs.GroupInstanceRefreshPreferencesArgs;
import com.pulumi.aws.autoscaling.inputs.GroupLaunchTemplateArgs;
import com.pulumi.aws.autoscaling.inputs.GroupTagArgs;
import com.pulumi.aws.ec2.LaunchTemplate;
import com.pulumi.aws.ec2.LaunchTemplateArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateBlockDeviceMappingArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateBlockDeviceMappingEbsArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateIamInstanceProfileArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateMetadataOptionsArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateMonitoringArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateTagSpecificationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Hosts that are all alike. A change of the template, such as the user-data of a new jar, makes a new version of it,
 * and the group then renews its hosts: a new one serves before an old one goes, and a release that never gets healthy
 * is taken back. The group names the version's number, since {@code $Latest} would renew nothing.
 */
public final class RollingGroup extends ComponentResource {

    private static final String WARM_UP_SECONDS = "180";
    private static final int GRACE_SECONDS = 300;

    private final Foundation foundation;
    private final Spec spec;
    private final String hostName;
    private final Group group;

    /**
     * What differs from group to group.
     *
     * @param userData as text; secret if it holds keys
     */
    public record Spec(
            Component component,
            String instanceType,
            int minSize,
            int maxSize,
            Output<String> userData,
            Output<List<String>> groupIds,
            List<Output<String>> targetGroupArns) {}

    public RollingGroup(String name, Foundation foundation, Spec spec, ComponentResourceOptions options) {
        super("anb:hosts:RollingGroup", name, options);
        this.foundation = foundation;
        this.spec = spec;
        hostName = "anb-" + spec.component().id();
        group = group(template());
        registerOutputs(Map.of("groupName", group.name()));
    }

    public Output<String> groupName() {
        return group.name();
    }

    private LaunchTemplate template() {
        return new LaunchTemplate(
                hostName,
                LaunchTemplateArgs.builder()
                        .imageId(foundation.image())
                        .instanceType(spec.instanceType())
                        .vpcSecurityGroupIds(spec.groupIds())
                        .iamInstanceProfile(LaunchTemplateIamInstanceProfileArgs.builder()
                                .name(foundation.identity().profileOf(spec.component()))
                                .build())
                        .metadataOptions(LaunchTemplateMetadataOptionsArgs.builder()
                                .httpEndpoint("enabled")
                                .httpTokens("required")
                                .httpPutResponseHopLimit(1)
                                .build())
                        .monitoring(LaunchTemplateMonitoringArgs.builder()
                                .enabled(true)
                                .build())
                        .blockDeviceMappings(LaunchTemplateBlockDeviceMappingArgs.builder()
                                .deviceName("/dev/sda1")
                                .ebs(LaunchTemplateBlockDeviceMappingEbsArgs.builder()
                                        .volumeType("gp3")
                                        .volumeSize(20)
                                        .encrypted("true")
                                        .deleteOnTermination("true")
                                        .build())
                                .build())
                        .userData(spec.userData().applyValue(RollingGroup::base64))
                        .updateDefaultVersion(true)
                        .tagSpecifications(Stream.of("instance", "volume")
                                .map(this::tagged)
                                .toList())
                        .tags(Tags.named(hostName))
                        .build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .dependsOn(foundation.secrets().parameters())
                        .build());
    }

    private Group group(LaunchTemplate template) {
        return new Group(
                hostName,
                GroupArgs.builder()
                        .minSize(spec.minSize())
                        .maxSize(spec.maxSize())
                        .vpcZoneIdentifiers(foundation.network().hostSubnetIds())
                        .targetGroupArns(Output.all(spec.targetGroupArns()))
                        .healthCheckType("ELB")
                        .healthCheckGracePeriod(GRACE_SECONDS)
                        .defaultInstanceWarmup(Integer.valueOf(WARM_UP_SECONDS))
                        .launchTemplate(GroupLaunchTemplateArgs.builder()
                                .id(template.id())
                                .version(template.latestVersion().applyValue(String::valueOf))
                                .build())
                        .instanceRefresh(GroupInstanceRefreshArgs.builder()
                                .strategy("Rolling")
                                .preferences(GroupInstanceRefreshPreferencesArgs.builder()
                                        .minHealthyPercentage(100)
                                        .maxHealthyPercentage(200)
                                        .instanceWarmup(WARM_UP_SECONDS)
                                        .autoRollback(true)
                                        .build())
                                .build())
                        .enabledMetrics("GroupDesiredCapacity", "GroupInServiceInstances", "GroupTotalInstances")
                        .metricsGranularity("1Minute")
                        .waitForCapacityTimeout("10m")
                        .tags(tags().entrySet().stream()
                                .map(tag -> GroupTagArgs.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .propagateAtLaunch(true)
                                        .build())
                                .toList())
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
    }

    private LaunchTemplateTagSpecificationArgs tagged(String resourceType) {
        return LaunchTemplateTagSpecificationArgs.builder()
                .resourceType(resourceType)
                .tags(tags())
                .build();
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>(Tags.complete(foundation.settings(), hostName));
        tags.putAll(Tags.host(foundation.settings(), spec.component()));
        return tags;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
