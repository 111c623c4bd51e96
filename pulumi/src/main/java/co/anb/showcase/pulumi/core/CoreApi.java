package co.anb.showcase.pulumi.core;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.balancing.AuthBalancer;
import co.anb.showcase.pulumi.balancing.LoadBalancing;
import co.anb.showcase.pulumi.balancing.Target;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.CoreBoot;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.broker.Broker;
import co.anb.showcase.pulumi.databases.Databases;
import co.anb.showcase.pulumi.hosts.Foundation;
import co.anb.showcase.pulumi.hosts.RollingGroup;
import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.security.Party;
import co.anb.showcase.pulumi.settings.Sizes;
import com.pulumi.aws.autoscaling.Policy;
import com.pulumi.aws.autoscaling.PolicyArgs;
import com.pulumi.aws.autoscaling.inputs.PolicyTargetTrackingConfigurationArgs;
import com.pulumi.aws.autoscaling.inputs.PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;

/** The Core API's nodes, as many as hold the average CPU at its target. */
public final class CoreApi extends ComponentResource {

    private static final String AUTH_URL = "http://" + AuthBalancer.HOST + ":" + Ports.AUTH;

    private final RollingGroup nodes;

    public CoreApi(
            String name,
            Foundation foundation,
            Databases databases,
            LoadBalancing balancing,
            ComponentResourceOptions options) {
        super("anb:core:CoreApi", name, options);
        Sizes sizes = foundation.settings().sizes();
        Output<CoreBoot> boot = Output.tuple(
                        foundation.service(Ports.CORE, foundation.storage().coreJar(), databases.coreEndpoint()),
                        foundation.storage().mediaBucket())
                .applyValue(known -> new CoreBoot(
                        known.t1,
                        Broker.HOST + ":" + Ports.AMQP,
                        known.t2,
                        AUTH_URL,
                        String.join(",", Network.PUBLIC_CIDRS)));
        nodes = new RollingGroup(
                "core",
                foundation,
                new RollingGroup.Spec(
                        Component.CORE,
                        sizes.coreInstanceType(),
                        sizes.coreMinSize(),
                        sizes.coreMaxSize(),
                        foundation.userData(boot, UserData::core, UserData::core),
                        foundation.security().groupIds(Party.CORE, Party.CLUSTER),
                        List.of(balancing.targetGroupArn(Target.CORE))),
                ComponentResourceOptions.builder().parent(this).build());
        followCpu(sizes.coreCpuTarget());
        registerOutputs(Map.of("groupName", nodes.groupName()));
    }

    public Output<String> groupName() {
        return nodes.groupName();
    }

    private void followCpu(int percent) {
        new Policy(
                "anb-core-cpu",
                PolicyArgs.builder()
                        .autoscalingGroupName(nodes.groupName())
                        .policyType("TargetTrackingScaling")
                        .targetTrackingConfiguration(PolicyTargetTrackingConfigurationArgs.builder()
                                .predefinedMetricSpecification(
                                        PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs.builder()
                                                .predefinedMetricType("ASGAverageCPUUtilization")
                                                .build())
                                .targetValue((double) percent)
                                .disableScaleIn(false)
                                .build())
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
    }
}
