package co.anb.showcase.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.config.ConfigReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TmpIT {
    @Test
    void works() throws Exception {
        Vertx vertx = Vertx.vertx();
        PipelineConfig config = PipelineConfig.from(ConfigReader.of(Map.of()));
        Path m = Path.of("/tmp/media");
        PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
        FfmpegPipeline p = FfmpegPipeline.open(
                        vertx,
                        config,
                        new PipelineAssets(m.resolve("wm.png"), m.resolve("intro.mp4"), m.resolve("intro.mp4")),
                        metrics)
                .await();
        Path scratch = Files.createDirectories(m.resolve("scratch"));
        PipelineRun run = p.start(m.resolve("phone.mp4"), scratch, (s, pc) -> System.err.println(s + " " + pc));
        System.err.println(run.result().await());
        p.close().await();
        vertx.close().await();
        assertThat(1).isEqualTo(1);
    }
}
