package co.anb.showcase.shared.cluster;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether and how a process joins the others.
 *
 * @param enabled whether it does ({@code cluster.enabled}; {@code --cluster} on the command line)
 * @param bindAddress where it listens and what the others reach it by ({@code cluster.bind-address})
 * @param port of the membership ({@code cluster.port}); failure detection listens {@link #DETECTION_OFFSET} above
 * @param eventBusPort of the event bus ({@code cluster.event-bus-port}); 0 takes a free one
 * @param members some or all members ({@code cluster.members}); empty looks on its own address, on a few ports from
 *     {@code port} on
 * @param ec2 where members are looked for, in place of that
 * @param joinTimeout after this time it goes on alone ({@code cluster.join-timeout})
 */
public record ClusterConfig(
        boolean enabled,
        String bindAddress,
        int port,
        int eventBusPort,
        List<Address> members,
        Optional<Ec2Config> ec2,
        Duration joinTimeout) {

    /** The variable that {@code --cluster} stands for. */
    public static final String SWITCH = "CLUSTER_ENABLED";

    /** Failure detection listens so far above {@code port}. */
    public static final int DETECTION_OFFSET = 100;

    /** How many ports from the first on are looked at when no member is named. */
    private static final int NEIGHBOURS = 20;

    /** Copies the list. */
    public ClusterConfig {
        members = List.copyOf(members);
    }

    /** Reads the section. */
    public static ClusterConfig from(ConfigReader reader) {
        int port = reader.integer("cluster.port", 7_800, 1, 65_000);
        List<Address> members = members(reader, port);
        Optional<Ec2Config> ec2 = Ec2Config.from(reader);
        if (ec2.isPresent() && !members.isEmpty()) {
            reader.reject("cluster.members", "stands in the way of cluster.ec2-tag");
        }
        return new ClusterConfig(
                reader.flag("cluster.enabled", false),
                address(reader),
                port,
                reader.integer("cluster.event-bus-port", 0, 0, 65_535),
                members,
                ec2,
                reader.duration(
                        "cluster.join-timeout", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(2)));
    }

    /** How many ports after the given ones may be a member's too. */
    int portRange() {
        return members.isEmpty() && ec2.isEmpty() ? NEIGHBOURS : 0;
    }

    /** Whom to ask for the members at first: those that were named, or whoever is on this address. */
    List<Address> firstContacts() {
        return members.isEmpty() ? List.of(new Address(bindAddress, port)) : members;
    }

    private static String address(ConfigReader reader) {
        String address = reader.text("cluster.bind-address", "127.0.0.1");
        if (!address.matches("[0-9.]+|[0-9a-fA-F:]+") || address.equals("0.0.0.0")) {
            reader.reject("cluster.bind-address", "must be one address of this machine, was " + address);
        }
        return address;
    }

    private static List<Address> members(ConfigReader reader, int port) {
        return reader.list("cluster.members", List.of()).stream()
                .flatMap(text -> {
                    Optional<Address> parsed = Address.parse(text, port);
                    if (parsed.isEmpty()) {
                        reader.reject("cluster.members", "must be host:port, separated by commas, was " + text);
                    }
                    return parsed.stream();
                })
                .toList();
    }
}
