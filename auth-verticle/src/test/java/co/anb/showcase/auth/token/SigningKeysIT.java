package co.anb.showcase.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.Database;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.db.Migrations;
import co.anb.showcase.shared.work.BoundedWorker;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.Showcase;
import co.anb.showcase.testkit.ShowcaseServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The life of signing keys, with the clock in our hands. */
@Showcase
class SigningKeysIT {

    @Test
    void keysFollowEachOther(Vertx vertx, ShowcaseServices services) {
        ConfigReader reader = ConfigReader.of(Map.of(
                "DATABASE_URL",
                services.databaseUrl("keys"),
                "AUTH_KEY_ENCRYPTION_KEY",
                "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
        KeyConfig config = KeyConfig.from(reader);
        DbConfig db = DbConfig.from(reader);
        Await.await(Migrations.run(vertx, db, "db/auth"));
        var pool = Database.open(vertx, db, "keys");
        var worker = new BoundedWorker(vertx, "keys", 1, 10, Duration.ofSeconds(10));
        Steered clock = new Steered();
        SigningKeys keys = new SigningKeys(vertx, pool, worker, config, new SimpleMeterRegistry(), clock);

        Await.await(keys.maintain());
        String first = keys.ring().signer(clock.instant()).id();
        assertThat(keys.ring().verifiers().keyIds()).containsExactly(first);

        clock.advance(config.rotation().minus(config.cacheTime()));
        Await.await(keys.maintain());
        assertThat(keys.ring().verifiers().keyIds())
                .as("published before it signs")
                .hasSize(2);
        assertThat(keys.ring().signer(clock.instant()).id()).isEqualTo(first);

        clock.advance(config.cacheTime());
        Await.await(keys.maintain());
        String second = keys.ring().signer(clock.instant()).id();
        assertThat(second).isNotEqualTo(first);
        assertThat(keys.ring().verifiers().keyIds()).containsExactlyInAnyOrder(first, second);

        clock.advance(config.accessLifetime().plus(Duration.ofMinutes(2)));
        Await.await(keys.maintain());
        assertThat(keys.ring().verifiers().keyIds())
                .as("gone when its last token is over")
                .containsExactly(second);
        Await.await(pool.close());
        Await.await(worker.close());
    }

    private static final class Steered extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
