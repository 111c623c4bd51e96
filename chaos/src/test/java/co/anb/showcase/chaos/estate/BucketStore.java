package co.anb.showcase.chaos.estate;

import co.anb.showcase.shared.storage.StorageKey;
import co.anb.showcase.testkit.FaultProxy;
import co.anb.showcase.testkit.S3Bucket;
import co.anb.showcase.worker.pipeline.PipelineAssets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A bucket, which services reach through a proxy that breaks on command. */
public final class BucketStore implements Store, AutoCloseable {

    private final S3Bucket bucket;
    private final FaultProxy way;

    private BucketStore(S3Bucket bucket) {
        this.bucket = bucket;
        this.way = FaultProxy.to(bucket.endpoint().getPort());
    }

    /** Puts the assets into a bucket, as on AWS the estate's program does. */
    public static BucketStore in(S3Bucket bucket) {
        try {
            for (String name : PipelineAssets.NAMES) {
                try (InputStream asset = PipelineAssets.openDefault(name)) {
                    bucket.put(StorageKey.ASSETS + name, asset.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BucketStore(bucket);
    }

    /** The way to the bucket. */
    public FaultProxy way() {
        return way;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "STORAGE_BACKEND", "s3",
                "S3_BUCKET", bucket.name(),
                "S3_REGION", "us-east-1",
                "S3_ENDPOINT", way.through(bucket.endpoint().toString()),
                "S3_ACCESS_KEY_ID", "AKIATEST",
                "S3_SECRET_ACCESS_KEY", "not-a-secret",
                "S3_ATTEMPT_TIMEOUT", "1s",
                "S3_ATTEMPTS", "2");
    }

    @Override
    public Set<String> keys() {
        return bucket.keys().stream()
                .filter(key -> !key.startsWith(StorageKey.ASSETS))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Set<String> openUploads() {
        return Set.copyOf(bucket.openUploads());
    }

    @Override
    public void close() {
        way.close();
    }
}
