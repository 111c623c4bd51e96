package co.anb.showcase.pulumi.hosts;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.network.Network;
import com.pulumi.aws.ebs.Volume;
import com.pulumi.aws.ebs.VolumeArgs;
import com.pulumi.aws.ec2.Instance;
import com.pulumi.aws.ec2.InstanceArgs;
import com.pulumi.aws.ec2.VolumeAttachment;
import com.pulumi.aws.ec2.VolumeAttachmentArgs;
import com.pulumi.aws.ec2.inputs.InstanceEbsBlockDeviceArgs;
import com.pulumi.aws.ec2.inputs.InstanceMetadataOptionsArgs;
import com.pulumi.aws.ec2.inputs.InstanceRootBlockDeviceArgs;
import com.pulumi.aws.lb.TargetGroupAttachment;
import com.pulumi.aws.lb.TargetGroupAttachmentArgs;
import com.pulumi.aws.route53.Record;
import com.pulumi.aws.route53.RecordArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host that there is one of, with a fixed name and a second disk. It is replaced when its boot changes, and never for
 * a newer image alone. A disk that is to outlive the host is a volume of its own, which moves to the new host after the
 * old one was stopped.
 */
public final class SingleHost extends ComponentResource {

    private static final String SECOND_DISK = "/dev/sdf";
    private static final int NAME_SECONDS = 60;

    private final Foundation foundation;
    private final Spec spec;
    private final String hostName;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final Instance instance;

    /** What becomes of the second disk when the host goes. */
    public enum Disk {
        OUTLIVES_THE_HOST,
        GOES_WITH_THE_HOST
    }

    /**
     * What differs from host to host.
     *
     * @param dnsLabel its name below {@link Network#DOMAIN}
     * @param diskGigabytes of the second disk
     */
    public record Spec(
            Component component,
            String dnsLabel,
            String instanceType,
            Output<String> userData,
            Output<List<String>> groupIds,
            int diskGigabytes,
            Disk disk) {}

    public SingleHost(String name, Foundation foundation, Spec spec, ComponentResourceOptions options) {
        super("anb:hosts:SingleHost", name, options);
        this.foundation = foundation;
        this.spec = spec;
        hostName = "anb-" + spec.component().id();
        instance = instance();
        if (spec.disk() == Disk.OUTLIVES_THE_HOST) {
            volume();
        }
        name();
        registerOutputs(Map.of("instanceId", instance.id()));
    }

    /** The full name of a host inside the VPC. */
    public static String nameOf(String dnsLabel) {
        return dnsLabel + "." + Network.DOMAIN;
    }

    public Output<String> instanceId() {
        return instance.id();
    }

    /** Puts a port of this host behind a target group of the public load balancer. */
    public void serve(String label, Output<String> targetGroupArn, int port) {
        new TargetGroupAttachment(
                "anb-" + label,
                TargetGroupAttachmentArgs.builder()
                        .targetGroupArn(targetGroupArn)
                        .targetId(instance.id())
                        .port(port)
                        .build(),
                child);
    }

    private Instance instance() {
        InstanceArgs.Builder args = InstanceArgs.builder()
                .ami(foundation.image())
                .instanceType(spec.instanceType())
                .subnetId(foundation.network().firstHostSubnetId())
                .vpcSecurityGroupIds(spec.groupIds())
                .iamInstanceProfile(foundation.identity().profileOf(spec.component()))
                .metadataOptions(InstanceMetadataOptionsArgs.builder()
                        .httpEndpoint("enabled")
                        .httpTokens("required")
                        .httpPutResponseHopLimit(1)
                        .build())
                .monitoring(true)
                .rootBlockDevice(InstanceRootBlockDeviceArgs.builder()
                        .volumeType("gp3")
                        .volumeSize(20)
                        .encrypted(true)
                        .tags(Tags.complete(foundation.settings(), hostName))
                        .build())
                .userData(spec.userData())
                .userDataReplaceOnChange(true)
                .tags(tags());
        if (spec.disk() == Disk.GOES_WITH_THE_HOST) {
            args.ebsBlockDevices(InstanceEbsBlockDeviceArgs.builder()
                    .deviceName(SECOND_DISK)
                    .volumeType("gp3")
                    .volumeSize(spec.diskGigabytes())
                    .encrypted(true)
                    .deleteOnTermination(true)
                    .tags(Tags.complete(foundation.settings(), hostName))
                    .build());
        }
        return new Instance(
                hostName,
                args.build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .ignoreChanges("ami")
                        .dependsOn(foundation.secrets().parameters())
                        .build());
    }

    private void volume() {
        Volume volume = new Volume(
                hostName,
                VolumeArgs.builder()
                        .availabilityZone(foundation.settings().zones().get(0))
                        .type("gp3")
                        .size(spec.diskGigabytes())
                        .encrypted(true)
                        .tags(Tags.named(hostName))
                        .build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .protect(foundation.settings().protectData())
                        .build());
        new VolumeAttachment(
                hostName,
                VolumeAttachmentArgs.builder()
                        .deviceName(SECOND_DISK)
                        .instanceId(instance.id())
                        .volumeId(volume.id())
                        .stopInstanceBeforeDetaching(true)
                        .build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .deleteBeforeReplace(true)
                        .build());
    }

    private void name() {
        new Record(
                hostName,
                RecordArgs.builder()
                        .zoneId(foundation.network().zoneId())
                        .name(nameOf(spec.dnsLabel()))
                        .type("A")
                        .ttl(NAME_SECONDS)
                        .records(instance.privateIp().applyValue(List::of))
                        .build(),
                child);
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>(Tags.named(hostName));
        tags.putAll(Tags.host(foundation.settings(), spec.component()));
        return tags;
    }
}
