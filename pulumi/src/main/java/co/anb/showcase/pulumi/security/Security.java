package co.anb.showcase.pulumi.security;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.vpc.SecurityGroupEgressRule;
import com.pulumi.aws.vpc.SecurityGroupEgressRuleArgs;
import com.pulumi.aws.vpc.SecurityGroupIngressRule;
import com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A security group for each {@link Party}, and of each {@link Flow} the rule that lets it out and the one that lets it
 * in. Groups have no inline rules: mixed with rules of their own, each update would undo the other.
 */
public final class Security extends ComponentResource {

    private static final String EVERYWHERE = "0.0.0.0/0";

    private final Settings settings;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final Map<Party, SecurityGroup> groups = new EnumMap<>(Party.class);

    public Security(String name, Settings settings, Output<String> vpcId, ComponentResourceOptions options) {
        super("anb:security:Security", name, options);
        this.settings = settings;
        Stream.of(Party.values()).filter(Party::isGroup).forEach(party -> groups.put(party, group(party, vpcId)));
        Flow.all(settings).forEach(this::allow);
        registerOutputs(Map.of());
    }

    /** The ids of the groups of these parties, for what is to be a member of all of them. */
    public Output<List<String>> groupIds(Party... parties) {
        return Output.all(Stream.of(parties).map(party -> group(party).id()).toList());
    }

    private SecurityGroup group(Party party, Output<String> vpcId) {
        String name = "anb-" + party.label();
        return new SecurityGroup(
                name,
                SecurityGroupArgs.builder()
                        .vpcId(vpcId)
                        .description(party.description())
                        .revokeRulesOnDelete(true)
                        .tags(Tags.named(name))
                        .build(),
                child);
    }

    private void allow(Flow flow) {
        if (flow.from().isGroup()) {
            letOut(flow);
        }
        if (flow.to().isGroup()) {
            sources(flow.from()).forEach(cidr -> letIn(flow, cidr));
        }
    }

    private void letOut(Flow flow) {
        var rule = SecurityGroupEgressRuleArgs.builder()
                .securityGroupId(group(flow.from()).id())
                .ipProtocol("tcp")
                .fromPort(flow.port())
                .toPort(flow.port())
                .description(flow.why());
        if (flow.to().isGroup()) {
            rule.referencedSecurityGroupId(group(flow.to()).id());
        } else {
            rule.cidrIpv4(EVERYWHERE);
        }
        String name = "anb-out-" + flow.from().label() + "-to-" + flow.to().label() + "-" + flow.port();
        new SecurityGroupEgressRule(name, rule.build(), child);
    }

    private void letIn(Flow flow, String cidr) {
        var rule = SecurityGroupIngressRuleArgs.builder()
                .securityGroupId(group(flow.to()).id())
                .ipProtocol("tcp")
                .fromPort(flow.port())
                .toPort(flow.port())
                .description(flow.why());
        String source = flow.from().label();
        if (flow.from().isGroup()) {
            rule.referencedSecurityGroupId(group(flow.from()).id());
        } else {
            rule.cidrIpv4(cidr);
            source = flow.from() == Party.ADMINS ? source + "-" + cidr.replace('/', '_') : source;
        }
        String name = "anb-in-" + flow.to().label() + "-from-" + source + "-" + flow.port();
        new SecurityGroupIngressRule(name, rule.build(), child);
    }

    /** The networks of a party; one placeholder for a group, which is referred to by its id. */
    private List<String> sources(Party party) {
        return switch (party) {
            case ADMINS -> settings.adminCidrs();
            case INTERNET -> List.of(EVERYWHERE);
            default -> List.of("");
        };
    }

    private SecurityGroup group(Party party) {
        SecurityGroup group = groups.get(party);
        if (group == null) {
            throw new IllegalArgumentException(party + " has no security group");
        }
        return group;
    }
}
