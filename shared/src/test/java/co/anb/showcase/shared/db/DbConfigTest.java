package co.anb.showcase.shared.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.anb.showcase.shared.config.ConfigReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DbConfigTest {

    @Test
    void theUrlIsTakenApart() {
        ConfigReader reader = ConfigReader.of(Map.of(
                "DATABASE_URL",
                "postgresql://anb:p%40ss%2Fw+rd@db.internal:5433/anb_core?sslmode=require",
                "DB_POOL_SIZE",
                "7"));

        DbConfig config = DbConfig.from(reader);

        reader.finish();
        assertThat(config.host()).isEqualTo("db.internal");
        assertThat(config.port()).isEqualTo(5433);
        assertThat(config.database()).isEqualTo("anb_core");
        assertThat(config.user()).isEqualTo("anb");
        assertThat(config.password().value()).isEqualTo("p@ss/w+rd");
        assertThat(config.tls()).isEqualTo(new DbTls(DbTls.Mode.REQUIRE, Optional.empty()));
        assertThat(config.poolSize()).isEqualTo(7);
    }

    @Test
    void theRestHasDefaults() {
        ConfigReader reader = ConfigReader.of(Map.of("DATABASE_URL", "postgres://anb@localhost/anb_core"));

        DbConfig config = DbConfig.from(reader);

        reader.finish();
        assertThat(config.port()).isEqualTo(5432);
        assertThat(config.tls().mode()).isEqualTo(DbTls.Mode.PREFER);
        assertThat(config.acquireTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://anb:hunter2@h/d",
                "mysql://anb:hunter2@h/d",
                "postgresql://h/d?hunter2",
                "postgresql://anb:hunter2@h/",
                "not a url hunter2"
            })
    void aBadUrlIsRefusedWithoutPrintingIt(String url) {
        ConfigReader reader = ConfigReader.of(Map.of("DATABASE_URL", url));
        assertThat(DbConfig.from(reader).host()).isEmpty();

        assertThatThrownBy(reader::finish)
                .hasMessageContaining("database.url must be like postgresql://")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sslmode=hope                              | unknown sslmode; it must be one of disable, prefer, require
            sslmode=allow                             | unknown sslmode
            sslmode=VERIFY_FULL                       | unknown sslmode
            sslmode=verify-ca                         | needs an sslrootcert
            sslmode=verify-full                       | needs an sslrootcert
            sslrootcert=/nowhere/ca.pem               | which sslmode prefer would not use
            sslmode=disable&sslrootcert=/nowhere/ca.pem | which sslmode disable would not use
            sslmode=verify-full&sslrootcert=/nowhere/ca.pem | no readable PEM file of certificates: /nowhere/ca.pem
            sslmode=require&sslrootcert=/             | no readable PEM file of certificates: /
            sslmode=verify-ca&sslrootcert=%00         | no readable PEM file
            """)
    void tlsThatWouldVerifyLessThanItSeemsToIsRefused(String query, String reason) {
        ConfigReader reader = ConfigReader.of(Map.of("DATABASE_URL", "postgresql://anb:hunter2@h/d?" + query));
        assertThat(DbConfig.from(reader).tls()).isEqualTo(DbTls.NONE);

        assertThatThrownBy(reader::finish)
                .hasMessageContaining("1 mistake")
                .hasMessageContaining("database.url")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anAbsentUrlIsNamedOnce() {
        ConfigReader reader = ConfigReader.of(Map.of());
        assertThat(DbConfig.from(reader).host()).isEmpty();

        assertThatThrownBy(reader::finish).hasMessageContaining("1 mistake").hasMessageContaining("DATABASE_URL");
    }
}
