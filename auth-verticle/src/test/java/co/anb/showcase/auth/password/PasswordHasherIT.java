package co.anb.showcase.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.work.BoundedWorker;
import co.anb.showcase.testkit.Await;
import co.anb.showcase.testkit.Showcase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Showcase
class PasswordHasherIT {

    /** Made by Password4j, which the release before used, with its parameters. */
    private static final String FORMER =
            "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$WVcPV8QojvH1CXsPL3Xi2p3Cq3r2ybs9V3bDpdm/kOk";

    private final BoundedWorker worker;
    private final PasswordHasher hasher;

    PasswordHasherIT(Vertx vertx) {
        this.worker = new BoundedWorker(vertx, "hashing", 1, 10, Duration.ofSeconds(10));
        PasswordConfig config = new PasswordConfig(1_024, 1, 1, 10, Duration.ofSeconds(10));
        this.hasher = Await.await(PasswordHasher.start(worker, config, new SimpleMeterRegistry()));
    }

    @AfterEach
    void close() {
        Await.await(worker.close());
    }

    @Test
    void hashSaysHowItWasMadeAndIsSaltedEachTime() {
        String hash = Await.await(hasher.hash("contraseña 🏀"));

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=1024,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(Await.await(hasher.hash("contraseña 🏀"))).isNotEqualTo(hash);
        assertThat(matches("contraseña 🏀", hash)).isTrue();
        assertThat(matches("contrasena 🏀", hash)).isFalse();
        assertThat(matches("", hash)).isFalse();
    }

    @Test
    void hashOfTheFormerLibraryIsStillGood() {
        assertThat(matches("una clave", FORMER)).isTrue();
        assertThat(matches("una clave ", FORMER)).isFalse();
    }

    /** A library in C must not take it for the end. */
    @Test
    void nothingEndsAPassword() {
        String hash = Await.await(hasher.hash("una\0clave"));

        assertThat(matches("una\0clave", hash)).isTrue();
        assertThat(matches("una\0otra", hash)).isFalse();
        assertThat(matches("una", hash)).isFalse();
    }

    @Test
    void nobodysPasswordIsRightNotEvenTheDecoys() {
        assertThat(Await.await(hasher.matches("", Optional.empty()))).isFalse();
        assertThat(Await.await(hasher.matches("una clave", Optional.empty()))).isFalse();
    }

    private boolean matches(String password, String hash) {
        return Await.await(hasher.matches(password, Optional.of(hash)));
    }
}
