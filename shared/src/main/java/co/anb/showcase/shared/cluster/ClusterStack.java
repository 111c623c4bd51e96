package co.anb.showcase.shared.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jgroups.JChannel;

/** The JGroups stack of a configuration: {@code jgroups.xml} with its values filled in. */
final class ClusterStack {

    private ClusterStack() {}

    /** An unconnected channel. */
    static JChannel channel(ClusterConfig config) throws Exception {
        return new JChannel(new ByteArrayInputStream(xml(config).getBytes(StandardCharsets.UTF_8)));
    }

    static String xml(ClusterConfig config) throws IOException {
        String contacts =
                config.firstContacts().stream().map(Address::inJGroups).collect(Collectors.joining(","));
        return template()
                .replace("@BIND_ADDRESS@", config.bindAddress())
                .replace("@PORT@", Integer.toString(config.port()))
                .replace("@DETECTION_OFFSET@", Integer.toString(ClusterConfig.DETECTION_OFFSET))
                .replace("@CONTACTS@", contacts)
                .replace("@CONTACT_RANGE@", Integer.toString(config.portRange()));
    }

    private static String template() throws IOException {
        try (InputStream resource = ClusterStack.class.getResourceAsStream("jgroups.xml")) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
