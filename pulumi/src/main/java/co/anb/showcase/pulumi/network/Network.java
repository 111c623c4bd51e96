package co.anb.showcase.pulumi.network;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.aws.ec2.DefaultSecurityGroup;
import com.pulumi.aws.ec2.DefaultSecurityGroupArgs;
import com.pulumi.aws.ec2.Eip;
import com.pulumi.aws.ec2.EipArgs;
import com.pulumi.aws.ec2.InternetGateway;
import com.pulumi.aws.ec2.InternetGatewayArgs;
import com.pulumi.aws.ec2.NatGateway;
import com.pulumi.aws.ec2.NatGatewayArgs;
import com.pulumi.aws.ec2.RouteTable;
import com.pulumi.aws.ec2.RouteTableArgs;
import com.pulumi.aws.ec2.RouteTableAssociation;
import com.pulumi.aws.ec2.RouteTableAssociationArgs;
import com.pulumi.aws.ec2.Subnet;
import com.pulumi.aws.ec2.SubnetArgs;
import com.pulumi.aws.ec2.Vpc;
import com.pulumi.aws.ec2.VpcArgs;
import com.pulumi.aws.ec2.VpcEndpoint;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.aws.ec2.inputs.RouteTableRouteArgs;
import com.pulumi.aws.route53.Zone;
import com.pulumi.aws.route53.ZoneArgs;
import com.pulumi.aws.route53.inputs.ZoneVpcArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The VPC 10.0.0.0/16 with a public subnet in each of two zones. With {@code privateSubnets} the hosts move into two
 * private ones and reach out through NAT. S3 is reached through a gateway endpoint, which costs nothing.
 */
public final class Network extends ComponentResource {

    /** The private zone: names that survive the replacement of a host. */
    public static final String DOMAIN = "anb.internal";

    private static final String EVERYWHERE = "0.0.0.0/0";
    /** Where the addresses of the public load balancer are. */
    public static final List<String> PUBLIC_CIDRS = List.of("10.0.1.0/24", "10.0.2.0/24");

    private static final List<String> PRIVATE_CIDRS = List.of("10.0.11.0/24", "10.0.12.0/24");

    private final Settings settings;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final Vpc vpc;
    private final Zone zone;
    private final List<Subnet> publicSubnets;
    private final List<Subnet> hostSubnets;

    public Network(String name, Settings settings, ComponentResourceOptions options) {
        super("anb:network:Network", name, options);
        this.settings = settings;
        vpc = vpc();
        closeDefaultGroup();
        publicSubnets = subnets("anb-public-", PUBLIC_CIDRS, true);
        List<RouteTable> tables = new ArrayList<>(List.of(publicRoutes()));
        if (settings.privateSubnets()) {
            hostSubnets = subnets("anb-private-", PRIVATE_CIDRS, false);
            tables.addAll(privateRoutes());
        } else {
            hostSubnets = publicSubnets;
        }
        s3Endpoint(tables);
        zone = zone();
        registerOutputs(Map.of("vpcId", vpc.id()));
    }

    public Output<String> vpcId() {
        return vpc.id();
    }

    /** Of the private zone {@link #DOMAIN}. */
    public Output<String> zoneId() {
        return zone.zoneId();
    }

    /** Where the load balancer stands. */
    public Output<List<String>> publicSubnetIds() {
        return ids(publicSubnets);
    }

    /** Where hosts and databases stand: the private subnets if there are any. */
    public Output<List<String>> hostSubnetIds() {
        return ids(hostSubnets);
    }

    /** For hosts that stand alone and have a volume: always the first zone. */
    public Output<String> firstHostSubnetId() {
        return hostSubnets.get(0).id();
    }

    private Vpc vpc() {
        return new Vpc(
                "anb",
                VpcArgs.builder()
                        .cidrBlock("10.0.0.0/16")
                        .enableDnsSupport(true)
                        .enableDnsHostnames(true)
                        .tags(Tags.named("anb"))
                        .build(),
                child);
    }

    /** AWS makes a group that lets its members talk to each other; nobody is to use it, so it has no rule. */
    private void closeDefaultGroup() {
        new DefaultSecurityGroup(
                "anb-default",
                DefaultSecurityGroupArgs.builder()
                        .vpcId(vpc.id())
                        .tags(Tags.named("anb-default-closed"))
                        .build(),
                child);
    }

    private List<Subnet> subnets(String prefix, List<String> cidrs, boolean isPublic) {
        List<Subnet> subnets = new ArrayList<>();
        for (int i = 0; i < cidrs.size(); i++) {
            String name = prefix + settings.zones().get(i);
            subnets.add(new Subnet(
                    name,
                    SubnetArgs.builder()
                            .vpcId(vpc.id())
                            .cidrBlock(cidrs.get(i))
                            .availabilityZone(settings.zones().get(i))
                            .mapPublicIpOnLaunch(isPublic)
                            .tags(Tags.named(name))
                            .build(),
                    child));
        }
        return subnets;
    }

    private RouteTable publicRoutes() {
        InternetGateway gateway = new InternetGateway(
                "anb",
                InternetGatewayArgs.builder()
                        .vpcId(vpc.id())
                        .tags(Tags.named("anb"))
                        .build(),
                child);
        RouteTable table = routeTable(
                "anb-public",
                RouteTableRouteArgs.builder()
                        .cidrBlock(EVERYWHERE)
                        .gatewayId(gateway.id())
                        .build());
        for (int i = 0; i < publicSubnets.size(); i++) {
            associate("anb-public-" + settings.zones().get(i), publicSubnets.get(i), table);
        }
        return table;
    }

    /** One NAT gateway for both zones; with {@code multiAz} one for each, so that a lost zone takes only its own. */
    private List<RouteTable> privateRoutes() {
        List<RouteTable> tables = new ArrayList<>();
        for (int i = 0; i < hostSubnets.size(); i++) {
            String zoneName = settings.zones().get(i);
            if (i == 0 || settings.multiAz()) {
                NatGateway nat = natGateway("anb-nat-" + zoneName, publicSubnets.get(i));
                tables.add(routeTable(
                        "anb-private-" + zoneName,
                        RouteTableRouteArgs.builder()
                                .cidrBlock(EVERYWHERE)
                                .natGatewayId(nat.id())
                                .build()));
            }
            associate("anb-private-" + zoneName, hostSubnets.get(i), tables.get(tables.size() - 1));
        }
        return tables;
    }

    private NatGateway natGateway(String name, Subnet subnet) {
        Eip address = new Eip(
                name, EipArgs.builder().domain("vpc").tags(Tags.named(name)).build(), child);
        return new NatGateway(
                name,
                NatGatewayArgs.builder()
                        .allocationId(address.allocationId())
                        .subnetId(subnet.id())
                        .tags(Tags.named(name))
                        .build(),
                child);
    }

    private RouteTable routeTable(String name, RouteTableRouteArgs route) {
        return new RouteTable(
                name,
                RouteTableArgs.builder()
                        .vpcId(vpc.id())
                        .routes(route)
                        .tags(Tags.named(name))
                        .build(),
                child);
    }

    private void associate(String name, Subnet subnet, RouteTable table) {
        new RouteTableAssociation(
                name,
                RouteTableAssociationArgs.builder()
                        .subnetId(subnet.id())
                        .routeTableId(table.id())
                        .build(),
                child);
    }

    private void s3Endpoint(List<RouteTable> tables) {
        new VpcEndpoint(
                "anb-s3",
                VpcEndpointArgs.builder()
                        .vpcId(vpc.id())
                        .serviceName("com.amazonaws." + settings.region() + ".s3")
                        .vpcEndpointType("Gateway")
                        .routeTableIds(
                                Output.all(tables.stream().map(RouteTable::id).toList()))
                        .tags(Tags.named("anb-s3"))
                        .build(),
                child);
    }

    private Zone zone() {
        return new Zone(
                "anb",
                ZoneArgs.builder()
                        .name(DOMAIN)
                        .comment("Names inside the VPC")
                        .vpcs(ZoneVpcArgs.builder().vpcId(vpc.id()).build())
                        .tags(Tags.named("anb"))
                        .build(),
                child);
    }

    private static Output<List<String>> ids(List<Subnet> subnets) {
        return Output.all(subnets.stream().map(Subnet::id).toList());
    }
}
