package co.anb.showcase.shared.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DbConfigTest {

    @Test
    void theUrlIsTakenApart() {
        ConfigReader reader = ConfigReader.of(Map.of(
                "DATABASE_URL",
                "postgresql://anb:p%40ss%2Fw+rd@db.internal:5433/anb_core?sslmode=verify-full&sslrootcert=/etc/rds.pem",
                "DB_POOL_SIZE",
                "7"));

        DbConfig config = DbConfig.from(reader);

        reader.finish();
        assertThat(config.host()).isEqualTo("db.internal");
        assertThat(config.port()).isEqualTo(5433);
        assertThat(config.database()).isEqualTo("anb_core");
        assertThat(config.user()).isEqualTo("anb");
        assertThat(config.password().value()).isEqualTo("p@ss/w+rd");
        assertThat(config.sslMode()).isEqualTo(DbConfig.SslMode.VERIFY_FULL);
        assertThat(config.sslRootCert()).contains("/etc/rds.pem");
        assertThat(config.poolSize()).isEqualTo(7);
    }

    @Test
    void theRestHasDefaults() {
        ConfigReader reader = ConfigReader.of(Map.of("DATABASE_URL", "postgres://anb@localhost/anb_core"));

        DbConfig config = DbConfig.from(reader);

        reader.finish();
        assertThat(config.port()).isEqualTo(5432);
        assertThat(config.sslMode()).isEqualTo(DbConfig.SslMode.PREFER);
        assertThat(config.acquireTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://anb:hunter2@h/d",
                "mysql://anb:hunter2@h/d",
                "postgresql://h/d?hunter2",
                "postgresql://anb:hunter2@h/",
                "postgresql://anb:hunter2@h/d?sslmode=hope",
                "not a url hunter2"
            })
    void aBadUrlIsRefusedWithoutPrintingIt(String url) {
        ConfigReader reader = ConfigReader.of(Map.of("DATABASE_URL", url));
        assertThat(DbConfig.from(reader).host()).isEmpty();

        assertThatThrownBy(reader::finish)
                .hasMessageContaining("database.url must be like postgresql://")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anAbsentUrlIsNamedOnce() {
        ConfigReader reader = ConfigReader.of(Map.of());
        assertThat(DbConfig.from(reader).host()).isEmpty();

        assertThatThrownBy(reader::finish).hasMessageContaining("1 mistake").hasMessageContaining("DATABASE_URL");
    }
}
