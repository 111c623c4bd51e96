package co.anb.showcase.shared.observe;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessMetricsTest {

    /** Where the library for it is missing, Vert.x takes Java's own without a word. */
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void eventLoopsUseEpoll() {
        Vertx vertx = new ProcessMetrics().vertx(new VertxOptions());

        assertThat(vertx.unavailableNativeTransportCause()).isNull();
        assertThat(vertx.isNativeTransportEnabled()).isTrue();

        Await.await(vertx.close());
    }
}
