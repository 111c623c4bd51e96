package co.anb.showcase.shared.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose word counts about where a request came from. */
class ClientAddressTest {

    private final ClientAddress addresses =
            ClientAddress.from(ConfigReader.of(Map.of("HTTP_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/16")));

    @Test
    void strangersCannotChooseTheirAddress() {
        assertThat(addresses.of("203.0.113.7", List.of("198.51.100.1"))).isEqualTo("203.0.113.7");
    }

    @Test
    void lastUntrustedHopCounts() {
        assertThat(addresses.of("127.0.0.1", List.of("1.2.3.4", " 203.0.113.7", " 10.0.3.4")))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void proxyWithoutAHeaderCountsItself() {
        assertThat(addresses.of("10.0.1.2", List.of())).isEqualTo("10.0.1.2");
        assertThat(addresses.of("10.0.1.2", List.of("nonsense"))).isEqualTo("10.0.1.2");
    }

    @Test
    void homesOfIpv6CountAsOne() {
        assertThat(addresses.of("2001:db8:1:2::1", List.of()))
                .isEqualTo(addresses.of("2001:db8:1:2:ffff::9", List.of()))
                .isNotEqualTo(addresses.of("2001:db8:1:3::1", List.of()));
    }

    @Test
    void mistakesAreToldWithTheirKey() {
        ConfigReader reader = ConfigReader.of(Map.of("HTTP_TRUSTED_PROXIES", "10.0.0.0/99,proxy.example"));
        assertThat(ClientAddress.from(reader).trusted()).isEmpty();

        assertThatThrownBy(reader::finish)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.trusted-proxies");
    }
}
