package co.anb.showcase.pulumi.balancing;

import co.anb.showcase.pulumi.Json;
import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.security.Party;
import co.anb.showcase.pulumi.security.Security;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.aws.lb.Listener;
import com.pulumi.aws.lb.ListenerArgs;
import com.pulumi.aws.lb.ListenerRule;
import com.pulumi.aws.lb.ListenerRuleArgs;
import com.pulumi.aws.lb.LoadBalancer;
import com.pulumi.aws.lb.LoadBalancerArgs;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.TargetGroupArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionFixedResponseArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionRedirectArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionFixedResponseArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionPathPatternArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionSourceIpArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The one way in: a load balancer in both zones with a rule for each {@link Route}; what no rule names is a 404. */
public final class LoadBalancing extends ComponentResource {

    /** An upload of 100 MB from a phone, and what it is doing when its node is taken out of service. */
    private static final int LONGEST_REQUEST_SECONDS = 300;

    private static final String JSON = "application/json";

    private final Settings settings;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final LoadBalancer balancer;
    private final Map<Target, TargetGroup> targetGroups = new EnumMap<>(Target.class);

    public LoadBalancing(
            String name, Settings settings, Network network, Security security, ComponentResourceOptions options) {
        super("anb:balancing:LoadBalancing", name, options);
        this.settings = settings;
        balancer = balancer(network, security);
        for (Target target : Target.values()) {
            targetGroups.put(target, targetGroup(target, network.vpcId()));
        }
        Listener listener = listener();
        refuseDetours(listener);
        Route.ALL.forEach(route -> rule(route, listener));
        registerOutputs(Map.of("dnsName", balancer.dnsName()));
    }

    /** The origin that clients use, without a trailing slash. */
    public Output<String> publicUrl() {
        return settings.https()
                .map(https -> Output.of("https://" + https.domainName()))
                .orElseGet(() -> balancer.dnsName().applyValue(host -> "http://" + host));
    }

    public Output<String> dnsName() {
        return balancer.dnsName();
    }

    public Output<String> targetGroupArn(Target target) {
        return targetGroup(target).arn();
    }

    /** By which CloudWatch knows the load balancer. */
    public Output<String> metricName() {
        return balancer.arnSuffix();
    }

    /** By which CloudWatch knows the target group. */
    public Output<String> metricName(Target target) {
        return targetGroup(target).arnSuffix();
    }

    private LoadBalancer balancer(Network network, Security security) {
        return new LoadBalancer(
                "anb",
                LoadBalancerArgs.builder()
                        .loadBalancerType("application")
                        .internal(false)
                        .subnets(network.publicSubnetIds())
                        .securityGroups(security.groupIds(Party.BALANCER))
                        .dropInvalidHeaderFields(true)
                        .idleTimeout(LONGEST_REQUEST_SECONDS)
                        .enableDeletionProtection(settings.protectData())
                        .tags(Tags.named("anb"))
                        .build(),
                child);
    }

    private TargetGroup targetGroup(Target target, Output<String> vpcId) {
        String name = "anb-" + target.label();
        return new TargetGroup(
                name,
                TargetGroupArgs.builder()
                        .vpcId(vpcId)
                        .targetType("instance")
                        .protocol("HTTP")
                        .port(target.port())
                        .deregistrationDelay(LONGEST_REQUEST_SECONDS)
                        .healthCheck(target.healthCheck())
                        .tags(Tags.named(name))
                        .build(),
                child);
    }

    /** The listener that has the rules: 443 where there is a certificate, and then 80 sends everybody there. */
    private Listener listener() {
        if (settings.https().isEmpty()) {
            return new Listener("anb-http", answering(Ports.HTTP, "HTTP").build(), child);
        }
        new Listener(
                "anb-http",
                ListenerArgs.builder()
                        .loadBalancerArn(balancer.arn())
                        .port(Ports.HTTP)
                        .protocol("HTTP")
                        .defaultActions(ListenerDefaultActionArgs.builder()
                                .type("redirect")
                                .redirect(ListenerDefaultActionRedirectArgs.builder()
                                        .protocol("HTTPS")
                                        .port(String.valueOf(Ports.HTTPS))
                                        .statusCode("HTTP_301")
                                        .build())
                                .build())
                        .build(),
                child);
        return new Listener(
                "anb-https",
                answering(Ports.HTTPS, "HTTPS")
                        .certificateArn(settings.https().orElseThrow().certificateArn())
                        .sslPolicy("ELBSecurityPolicy-TLS13-1-2-2021-06")
                        .build(),
                child);
    }

    private ListenerArgs.Builder answering(int port, String protocol) {
        return ListenerArgs.builder()
                .loadBalancerArn(balancer.arn())
                .port(port)
                .protocol(protocol)
                .defaultActions(ListenerDefaultActionArgs.builder()
                        .type("fixed-response")
                        .fixedResponse(ListenerDefaultActionFixedResponseArgs.builder()
                                .statusCode("404")
                                .contentType(JSON)
                                .messageBody(problem(404, "Not Found"))
                                .build())
                        .build());
    }

    private void refuseDetours(Listener listener) {
        new ListenerRule(
                "anb-detours",
                ListenerRuleArgs.builder()
                        .listenerArn(listener.arn())
                        .priority(1)
                        .conditions(paths(Route.DETOURS))
                        .actions(ListenerRuleActionArgs.builder()
                                .type("fixed-response")
                                .fixedResponse(ListenerRuleActionFixedResponseArgs.builder()
                                        .statusCode("400")
                                        .contentType(JSON)
                                        .messageBody(problem(400, "Bad Request"))
                                        .build())
                                .build())
                        .tags(Tags.named("anb-detours"))
                        .build(),
                child);
    }

    private void rule(Route route, Listener listener) {
        String name = "anb-" + route.name();
        List<ListenerRuleConditionArgs> conditions = new ArrayList<>(List.of(paths(route.paths())));
        if (route.audience() == Route.Audience.ADMINS) {
            conditions.add(ListenerRuleConditionArgs.builder()
                    .sourceIp(ListenerRuleConditionSourceIpArgs.builder()
                            .values(settings.adminCidrs())
                            .build())
                    .build());
        }
        new ListenerRule(
                name,
                ListenerRuleArgs.builder()
                        .listenerArn(listener.arn())
                        .priority(route.priority())
                        .conditions(conditions)
                        .actions(ListenerRuleActionArgs.builder()
                                .type("forward")
                                .targetGroupArn(targetGroup(route.target()).arn())
                                .build())
                        .tags(Tags.named(name))
                        .build(),
                child);
    }

    private TargetGroup targetGroup(Target target) {
        TargetGroup group = targetGroups.get(target);
        if (group == null) {
            throw new IllegalArgumentException("no target group for " + target);
        }
        return group;
    }

    private static ListenerRuleConditionArgs paths(List<String> patterns) {
        return ListenerRuleConditionArgs.builder()
                .pathPattern(ListenerRuleConditionPathPatternArgs.builder()
                        .values(patterns)
                        .build())
                .build();
    }

    private static String problem(int status, String title) {
        return Json.of(Map.of("type", "about:blank", "title", title, "status", status));
    }
}
