package co.anb.showcase.shared.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.config.Secret;
import co.anb.showcase.testkit.CertificateAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpConfigTest {
    private static final String URI = "amqp://anb:s3cret@127.0.0.1:5672/anb";

    @Test
    void hasDefaults() {
        ConfigReader reader = ConfigReader.of(Map.of("AMQP_URI", URI));

        AmqpConfig config = AmqpConfig.from(reader);
        reader.finish();

        assertThat(config.broker()).isEqualTo(BrokerKind.RABBITMQ);
        assertThat(config.confirmTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.address())
                .isEqualTo(new AmqpAddress(
                        "127.0.0.1", 5672, "anb", "anb", new Secret("s3cret"), false, Optional.empty()));
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void readsEveryKey() {
        ConfigReader reader = ConfigReader.of(Map.of(
                "AMQP_URI", URI,
                "AMQP_BROKER", "qpid",
                "AMQP_CONFIRM_TIMEOUT", "1s",
                "AMQP_BACKOFF_MIN", "20ms",
                "AMQP_BACKOFF_MAX", "2s",
                "AMQP_HEARTBEAT", "3s"));

        AmqpConfig config = AmqpConfig.from(reader);
        reader.finish();

        assertThat(config.broker()).isEqualTo(BrokerKind.QPID);
        assertThat(config.confirmTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.backoffMin()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.backoffMax()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void takesTheLoginFromKeysOfItsOwnAndAuthoritiesFromAFile(@TempDir Path folder) {
        Path authorities = CertificateAuthority.in(folder).certificate();
        ConfigReader reader = ConfigReader.of(Map.of(
                "AMQP_URI", "amqps://broker.internal",
                "AMQP_USER", "worker",
                "AMQP_PASSWORD", "p@ss/w:rd",
                "AMQP_CA_FILE", authorities.toString()));

        AmqpConfig config = AmqpConfig.from(reader);
        reader.finish();

        assertThat(config.address())
                .isEqualTo(new AmqpAddress(
                        "broker.internal",
                        5671,
                        "/",
                        "worker",
                        new Secret("p@ss/w:rd"),
                        true,
                        Optional.of(authorities)));
        assertThat(config.toString()).doesNotContain("p@ss");
    }

    @Test
    void refusesAuthoritiesThatNobodyWouldAsk(@TempDir Path folder) {
        ConfigReader reader = ConfigReader.of(Map.of(
                "AMQP_URI",
                URI,
                "AMQP_CA_FILE",
                CertificateAuthority.in(folder).certificate().toString()));

        assertThat(AmqpConfig.from(reader)).isNotNull();

        assertThatThrownBy(reader::finish).hasMessageContaining("amqp.ca-file");
    }

    @ParameterizedTest
    @CsvSource({
        "AMQP_URI, '', amqp.uri",
        "AMQP_URI, http://anb:s3cret@host, amqp.uri",
        "AMQP_URI, amqp://anb:s3cret@host/a/b, amqp.uri",
        "AMQP_URI, amqps://anb:s3cret, amqp.uri",
        "AMQP_CA_FILE, /no/such/file, amqp.ca-file",
        "AMQP_URI, amqp://anb:s3cret@ho st, amqp.uri",
        "AMQP_BROKER, kafka, amqp.broker",
        "AMQP_CONFIRM_TIMEOUT, 0s, amqp.confirm-timeout",
        "AMQP_BACKOFF_MIN, 1m, amqp.backoff-min",
        "AMQP_BACKOFF_MAX, 1ms, amqp.backoff-max",
        "AMQP_HEARTBEAT, 1ms, amqp.heartbeat"
    })
    void namesTheKeyOfABadValueAndKeepsThePassword(String variable, String value, String key) {
        Map<String, String> environment =
                variable.equals("AMQP_URI") ? Map.of(variable, value) : Map.of("AMQP_URI", URI, variable, value);
        ConfigReader reader = ConfigReader.of(environment);

        assertThat(AmqpConfig.from(reader)).isNotNull();

        assertThatThrownBy(reader::finish)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .message()
                .doesNotContain("s3cret");
    }
}
