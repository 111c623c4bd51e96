package co.anb.showcase.worker;

import co.anb.showcase.shared.amqp.AmqpConfig;
import co.anb.showcase.shared.cluster.ClusterConfig;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.jobs.JobPolicy;
import co.anb.showcase.shared.storage.StorageConfig;
import co.anb.showcase.worker.pipeline.PipelineConfig;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything that a worker is told at its start.
 *
 * @param http where it shows its health and metrics
 * @param db the core database
 * @param amqp the broker
 * @param storage where originals come from and results go
 * @param jobs how often and how long a job is tried
 * @param pipeline how videos are made
 * @param cluster how its process joins the others
 * @param scratch a folder of this worker alone; what is left in it at a start is deleted ({@code worker.scratch-dir})
 */
public record WorkerConfig(
        HttpConfig http,
        DbConfig db,
        AmqpConfig amqp,
        StorageConfig storage,
        JobPolicy jobs,
        PipelineConfig pipeline,
        ClusterConfig cluster,
        Path scratch) {

    private static final int PORT = 9_100;

    /**
     * Reads the whole configuration.
     *
     * @throws co.anb.showcase.shared.config.ConfigException with every mistake at once
     */
    public static WorkerConfig from(Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        WorkerConfig config = new WorkerConfig(
                HttpConfig.from(reader, PORT),
                DbConfig.from(reader),
                AmqpConfig.from(reader),
                StorageConfig.from(reader),
                JobPolicy.from(reader),
                PipelineConfig.from(reader),
                ClusterConfig.from(reader),
                Path.of(reader.text("worker.scratch-dir", defaultScratch())));
        reader.finish();
        return config;
    }

    private static String defaultScratch() {
        return Path.of(System.getProperty("java.io.tmpdir"), "anb-worker").toString();
    }
}
