package co.anb.showcase.shared.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterConfigTest {

    @Test
    void withoutConfigurationNothingIsJoinedAndNothingButLoopbackWouldBe() {
        ClusterConfig config = config(Map.of());

        assertThat(config.enabled()).isFalse();
        assertThat(config.bindAddress()).isEqualTo("127.0.0.1");
        assertThat(config.firstContacts()).containsExactly(new Address("127.0.0.1", 7_800));
        assertThat(config.portRange())
                .as("processes in terminals take one port after the other")
                .isPositive();
    }

    @Test
    void namedMembersAreTheOnlyOnesThatAreAsked() throws IOException {
        ClusterConfig config =
                config(Map.of("CLUSTER_MEMBERS", "10.0.1.4, core-2.internal:7810", "CLUSTER_PORT", "7805"));

        assertThat(config.firstContacts())
                .containsExactly(new Address("10.0.1.4", 7_805), new Address("core-2.internal", 7_810));
        assertThat(ClusterStack.xml(config))
                .contains("initial_hosts=\"10.0.1.4[7805],core-2.internal[7810]\" port_range=\"0\"");
    }

    @Test
    void membersOfATagAreLookedForOnThePortOfThisOne() throws IOException {
        ClusterConfig config = config(Map.of(
                "CLUSTER_BIND_ADDRESS", "10.0.1.4",
                "CLUSTER_EC2_TAG", "anb:cluster=production=1",
                "CLUSTER_EC2_REGION", "us-east-1"));

        assertThat(config.ec2())
                .contains(new Ec2Config(
                        "us-east-1", "anb:cluster", "production=1", URI.create("https://ec2.us-east-1.amazonaws.com")));
        assertThat(ClusterStack.xml(config)).contains("initial_hosts=\"10.0.1.4[7800]\" port_range=\"0\"");
    }

    @Test
    void tagNeedsItsRegionAndNoNamedMembers() {
        assertThatThrownBy(() -> config(Map.of("CLUSTER_EC2_TAG", "a=b", "CLUSTER_MEMBERS", "10.0.1.4")))
                .hasMessageContaining("cluster.ec2-region")
                .hasMessageContaining("cluster.members");
    }

    @Test
    void everySocketOfTheStackIsBoundToTheAddress() throws IOException {
        String xml = ClusterStack.xml(config(Map.of("CLUSTER_BIND_ADDRESS", "10.0.2.7")));

        assertThat(xml)
                .contains("<TCP bind_addr=\"10.0.2.7\" bind_port=\"7800\"")
                .contains("<FD_SOCK2 bind_addr=\"10.0.2.7\"")
                .doesNotContain("@");
    }

    @ParameterizedTest
    @CsvSource({
        "CLUSTER_BIND_ADDRESS, 0.0.0.0, cluster.bind-address",
        "CLUSTER_BIND_ADDRESS, eth0\"/>, cluster.bind-address",
        "CLUSTER_MEMBERS, 10.0.1.4:x, cluster.members",
        "CLUSTER_MEMBERS, 10.0.1.4:70000, cluster.members",
        "CLUSTER_PORT, 0, cluster.port",
        "CLUSTER_JOIN_TIMEOUT, 1h, cluster.join-timeout",
        "CLUSTER_ENABLED, yes, cluster.enabled",
        "CLUSTER_EC2_TAG, anb:cluster, cluster.ec2-tag",
        "CLUSTER_EC2_TAG, anb:cluster=, cluster.ec2-tag"
    })
    void aMistakeIsToldWithItsKey(String variable, String value, String key) {
        assertThatThrownBy(() -> config(Map.of(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    private static ClusterConfig config(Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        ClusterConfig config = ClusterConfig.from(reader);
        reader.finish();
        return config;
    }
}
