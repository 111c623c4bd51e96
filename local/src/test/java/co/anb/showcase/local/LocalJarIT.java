package co.anb.showcase.local;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.testkit.OnRabbitMq;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a process: what it says, how it ends, and how it recovers from being killed. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LocalJarIT {

    @TempDir
    private Path folder;

    @Test
    void helpNamesTheOptions() {
        LocalProcess help = LocalProcess.start(folder, "--help");

        assertThat(help.exitStatus()).isZero();
        assertThat(help.said()).contains("--port", "--data", "--broker", "--demo", "--sample");
    }

    @Test
    void takenPortIsOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalProcess refused = LocalProcess.start(folder, "--port", Integer.toString(taken.getLocalPort()));

            assertThat(refused.exitStatus()).isEqualTo(1);
            assertThat(refused.said())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .doesNotContain("\tat ");
        }
        assertThat(LocalProcess.processesThatName(folder)).isEmpty();
    }

    @Test
    void folderInUseIsRefusedAndSurvivesAKill() {
        int port = LocalProcess.freePort();
        String[] options = embedded(port);
        LocalProcess first = LocalProcess.start(folder, options).awaitReady();
        assertThat(first.said()).contains("(embedded, in memory)");
        assertThat(signUp(port)).isEqualTo(201);
        LocalProcess second = LocalProcess.start(
                folder, "--port", Integer.toString(LocalProcess.freePort()), "--data", data().toString());
        assertThat(second.exitStatus()).isEqualTo(1);
        assertThat(second.said()).contains(data().toString()).doesNotContain("\tat ");
        first.kill();

        endsWithWhatWasThere(port, options);
    }

    @Test
    @Tag("long")
    void survivesAKillAtEveryMomentOfItsStart() {
        int port = LocalProcess.freePort();
        String[] options = embedded(port);
        LocalProcess first = LocalProcess.start(folder, options).awaitReady();
        assertThat(signUp(port)).isEqualTo(201);
        first.kill();

        for (String moment : List.of("PostgreSQL", "Auth service", "Core API", "Gateway")) {
            LocalProcess killed = LocalProcess.start(folder, options);
            await().atMost(Duration.ofSeconds(90)).until(() -> killed.said().contains(moment));
            killed.kill();
        }

        endsWithWhatWasThere(port, options);
    }

    @Test
    @OnRabbitMq
    void rabbitMqEndsWithItsRunAndTheNextOneGoesOn() throws IOException {
        String[] options = {
            "--port", Integer.toString(LocalProcess.freePort()), "--data", data().toString(), "--broker", "rabbitmq"
        };
        LocalProcess first = LocalProcess.start(folder, options).awaitReady();
        assertThat(first.said()).contains("(RabbitMQ ");
        List<ProcessHandle> node = Files.readAllLines(data().resolve("broker/processes")).stream()
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.split(" ", 2)[0])).stream())
                .toList();
        assertThat(node).as("the node and its epmd").hasSize(2);

        first.kill();

        await().atMost(Duration.ofSeconds(30)).until(() -> node.stream().noneMatch(ProcessHandle::isAlive));
        try (LocalProcess second = LocalProcess.start(folder, options).awaitReady()) {
            assertThat(second.said()).contains("was killed");
            assertThat(second.terminate()).isZero();
        }
        assertThat(LocalProcess.processesThatName(data())).isEmpty();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private String[] embedded(int port) {
        return new String[] {"--port", Integer.toString(port), "--data", data().toString(), "--broker", "embedded"};
    }

    private void endsWithWhatWasThere(int port, String... options) {
        try (LocalProcess last = LocalProcess.start(folder, options).awaitReady()) {
            assertThat(signUp(port)).as("the account of before is still there").isEqualTo(400);
            assertThat(last.terminate()).isZero();
        }
        assertThat(LocalProcess.processesThatName(data())).isEmpty();
    }

    private static int signUp(int port) {
        JsonObject account = new JsonObject()
                .put("first_name", "Ana")
                .put("last_name", "Peña")
                .put("email", "ana@example.com")
                .put("password1", "una clave larga")
                .put("password2", "una clave larga")
                .put("city", "Cali")
                .put("country", "Colombia");
        Vertx vertx = Vertx.vertx();
        int status = await(WebClient.create(vertx)
                        .post(port, "localhost", "/api/auth/signup")
                        .sendJsonObject(account))
                .statusCode();
        await(vertx.close());
        return status;
    }
}
