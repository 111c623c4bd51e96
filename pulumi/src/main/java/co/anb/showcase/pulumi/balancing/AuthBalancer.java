package co.anb.showcase.pulumi.balancing;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.security.Party;
import co.anb.showcase.pulumi.security.Security;
import com.pulumi.aws.lb.Listener;
import com.pulumi.aws.lb.ListenerArgs;
import com.pulumi.aws.lb.LoadBalancer;
import com.pulumi.aws.lb.LoadBalancerArgs;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.TargetGroupArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionArgs;
import com.pulumi.aws.route53.Record;
import com.pulumi.aws.route53.RecordArgs;
import com.pulumi.aws.route53.inputs.RecordAliasArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/**
 * The fixed name of the Auth service inside the VPC, {@code auth.anb.internal:8001}. Core asks it for keys and
 * revocations, which the public load balancer does not route, and Auth's nodes come and go (ADR 013).
 */
public final class AuthBalancer extends ComponentResource {

    /** Host name inside the VPC. */
    public static final String HOST = "auth." + Network.DOMAIN;

    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final TargetGroup targetGroup;

    public AuthBalancer(String name, Network network, Security security, ComponentResourceOptions options) {
        super("anb:balancing:AuthBalancer", name, options);
        LoadBalancer balancer = new LoadBalancer(
                "anb-auth",
                LoadBalancerArgs.builder()
                        .loadBalancerType("network")
                        .internal(true)
                        .subnets(network.hostSubnetIds())
                        .securityGroups(security.groupIds(Party.AUTH_BALANCER))
                        .enableCrossZoneLoadBalancing(true)
                        .tags(Tags.named("anb-auth"))
                        .build(),
                child);
        targetGroup = targetGroup(network.vpcId());
        new Listener(
                "anb-auth-internal",
                ListenerArgs.builder()
                        .loadBalancerArn(balancer.arn())
                        .port(Ports.AUTH)
                        .protocol("TCP")
                        .defaultActions(ListenerDefaultActionArgs.builder()
                                .type("forward")
                                .targetGroupArn(targetGroup.arn())
                                .build())
                        .build(),
                child);
        alias(network, balancer);
        registerOutputs(Map.of());
    }

    public Output<String> targetGroupArn() {
        return targetGroup.arn();
    }

    private TargetGroup targetGroup(Output<String> vpcId) {
        return new TargetGroup(
                "anb-auth-internal",
                TargetGroupArgs.builder()
                        .vpcId(vpcId)
                        .targetType("instance")
                        .protocol("TCP")
                        .port(Ports.AUTH)
                        .deregistrationDelay(60)
                        .healthCheck(Target.AUTH.healthCheck())
                        .tags(Tags.named("anb-auth-internal"))
                        .build(),
                child);
    }

    private void alias(Network network, LoadBalancer balancer) {
        new Record(
                "anb-auth",
                RecordArgs.builder()
                        .zoneId(network.zoneId())
                        .name(HOST)
                        .type("A")
                        .aliases(RecordAliasArgs.builder()
                                .name(balancer.dnsName())
                                .zoneId(balancer.zoneId())
                                .evaluateTargetHealth(false)
                                .build())
                        .build(),
                child);
    }
}
