package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.testkit.S3Bucket;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Opens a bucket of the tests' S3 server as a store. */
final class S3Store {

    private S3Store() {}

    static S3Storage open(Vertx vertx, S3Bucket bucket) {
        return open(vertx, bucket, bucket.endpoint(), Map.of());
    }

    /**
     * A store with settings of its own.
     *
     * @param endpoint the server, or a proxy in front of it
     * @param more variables that win over the usual ones
     */
    static S3Storage open(Vertx vertx, S3Bucket bucket, URI endpoint, Map<String, String> more) {
        return S3Storage.open(vertx, config(bucket, endpoint, more), "test").await();
    }

    static S3Config config(S3Bucket bucket, URI endpoint, Map<String, String> more) {
        return config(bucket.name(), endpoint, more);
    }

    static S3Config config(String bucket, URI endpoint, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "S3_BUCKET", bucket,
                "S3_REGION", "us-east-1",
                "S3_ENDPOINT", endpoint.toString(),
                "S3_ACCESS_KEY_ID", "AKIATEST",
                "S3_SECRET_ACCESS_KEY", "not-a-secret"));
        variables.putAll(more);
        variables.values().removeIf(String::isEmpty);
        ConfigReader reader = ConfigReader.of(variables);
        S3Config config = S3Config.from(reader, true);
        reader.finish();
        return config;
    }
}
