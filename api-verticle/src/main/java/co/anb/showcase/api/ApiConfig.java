package co.anb.showcase.api;

import co.anb.showcase.api.gallery.GalleryConfig;
import co.anb.showcase.api.job.JobTimersConfig;
import co.anb.showcase.api.live.LiveConfig;
import co.anb.showcase.api.ranking.RankingConfig;
import co.anb.showcase.api.reaper.ReaperConfig;
import co.anb.showcase.api.upload.UploadConfig;
import co.anb.showcase.api.vote.BatchConfig;
import co.anb.showcase.api.vote.VoteConfig;
import co.anb.showcase.shared.amqp.AmqpConfig;
import co.anb.showcase.shared.cluster.ClusterConfig;
import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.db.DbConfig;
import co.anb.showcase.shared.http.ClientAddress;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.storage.StorageConfig;
import co.anb.showcase.shared.tokens.TokenConfig;
import java.util.Map;

/**
 * Everything that configures the Core API (docs/configuration.md).
 *
 * @param http how it listens
 * @param addresses where callers come from
 * @param instances verticle instances, each on an event loop of its own ({@code http.instances}, one per core)
 * @param db its database
 * @param storage where objects are
 * @param tokens how callers are known
 * @param upload the rules of uploading
 * @param vote the rules of voting
 * @param batch the bounds of voting in batches
 * @param ranking how old a ranking may be
 * @param gallery how old the public list may be
 * @param live the bounds of event streams
 * @param amqp the broker
 * @param jobs how often jobs are looked after
 * @param reaper how objects without an owner are deleted
 * @param cluster how its process joins the others
 */
record ApiConfig(
        HttpConfig http,
        ClientAddress addresses,
        int instances,
        DbConfig db,
        StorageConfig storage,
        TokenConfig tokens,
        UploadConfig upload,
        VoteConfig vote,
        BatchConfig batch,
        RankingConfig ranking,
        GalleryConfig gallery,
        LiveConfig live,
        AmqpConfig amqp,
        JobTimersConfig jobs,
        ReaperConfig reaper,
        ClusterConfig cluster) {

    private static final int DEFAULT_PORT = 8_000;

    /**
     * Reads all sections together.
     *
     * @throws co.anb.showcase.shared.config.ConfigException that lists every mistake
     */
    static ApiConfig of(Map<String, String> environment) {
        ConfigReader reader = ConfigReader.of(environment);
        int cores = Math.max(1, Runtime.getRuntime().availableProcessors());
        ApiConfig config = new ApiConfig(
                HttpConfig.from(reader, DEFAULT_PORT),
                ClientAddress.from(reader),
                reader.integer("http.instances", cores, 1, 256),
                DbConfig.from(reader),
                StorageConfig.from(reader),
                TokenConfig.from(reader),
                UploadConfig.from(reader),
                VoteConfig.from(reader),
                BatchConfig.from(reader),
                RankingConfig.from(reader),
                GalleryConfig.from(reader),
                LiveConfig.from(reader),
                AmqpConfig.from(reader),
                JobTimersConfig.from(reader),
                ReaperConfig.from(reader),
                ClusterConfig.from(reader));
        config.check(reader);
        reader.finish();
        return config;
    }

    /** What no section can see alone. */
    private void check(ConfigReader reader) {
        if (reaper.abandonedAfter().compareTo(upload.timeout()) <= 0) {
            reader.reject("reaper.abandoned-after", "must be longer than upload.timeout");
        }
        if (live.heartbeat().compareTo(http.idleTimeout()) >= 0) {
            reader.reject("live.heartbeat", "must be shorter than http.idle-timeout");
        }
    }
}
