package co.anb.showcase.shared.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigException;
import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
        assertThat(config.uri().value()).isEqualTo(URI);
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

    @ParameterizedTest
    @CsvSource({
        "AMQP_URI, '', amqp.uri",
        "AMQP_URI, http://anb:s3cret@host, amqp.uri",
        "AMQP_URI, amqps://anb:s3cret@host, amqp.uri",
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
