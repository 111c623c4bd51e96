package co.anb.showcase.local;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.embedded.broker.RabbitMqProgram;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.contract.ContractClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job end to end: the packaged jar in an empty folder, a player's video all the way to the ranking. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class MainJobIT {

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final int port = LocalProcess.freePort();
    private final ContractClient client = ContractClient.to(vertx, port);
    private final MainJob job = new MainJob(vertx, client);

    @Test
    void playersVideoGoesAllTheWayToTheRanking() {
        Path data = folder.resolve("data");
        try (LocalProcess local = start(data, "embedded")) {
            job.run(Clips.phone());

            local.terminate();
        }
        assertThat(LocalProcess.processesThatName(data)).isEmpty();
    }

    @Test
    void videoThatBreaksTheRulesFailsWithAReasonAndCanBeDeleted() throws IOException {
        Path data = folder.resolve("data");
        try (LocalProcess local = start(data, "auto")) {
            String player = job.logIn("ana@example.com", "Ana", "Peña", "Medellín");
            Path text = Files.write(folder.resolve("fake.mp4"), ftypAndNothing());
            MultipartForm form = MultipartForm.create()
                    .attribute("title", "Sin película")
                    .binaryFileUpload("video_file", "fake.mp4", text.toString(), "video/mp4");
            HttpResponse<Buffer> answer =
                    await(client.post("/api/videos/upload").bearer(player).sendMultipart(form));
            assertThat(answer.statusCode()).isEqualTo(201);
            String video = answer.bodyAsJsonObject().getString("video_id");

            JsonObject failed = job.awaitStatus(video, player, "failed");

            assertThat(failed.getString("failure_reason")).isNotBlank().doesNotContain("Exception");
            assertThat(await(client.delete("/api/videos/" + video)
                                    .bearer(player)
                                    .send())
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(objects(data)).isEmpty());
            boolean installed = RabbitMqProgram.find(System.getenv()).isPresent();
            assertThat(local.said()).contains(installed ? "(RabbitMQ " : "(embedded, in memory)");
        }
    }

    /** What the process is told beyond its arguments. */
    Map<String, String> variables() {
        return Map.of();
    }

    private LocalProcess start(Path data, String broker) {
        return LocalProcess.start(
                        folder,
                        variables(),
                        "--port",
                        Integer.toString(port),
                        "--data",
                        data.toString(),
                        "--broker",
                        broker)
                .awaitReady();
    }

    private static byte[] ftypAndNothing() {
        return "\0\0\0\u0018ftypisom\0\0\2\0isommp42".getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whatever is stored of videos. */
    List<?> objects(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().contains("/uploads/")
                            || path.toString().contains("/processed/"))
                    .toList();
        }
    }
}
