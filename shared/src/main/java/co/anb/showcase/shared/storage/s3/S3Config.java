package co.anb.showcase.shared.storage.s3;

import co.anb.showcase.shared.config.ConfigReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bucket, and how it is reached.
 *
 * @param bucket {@code s3.bucket}: its name, required for this backend
 * @param region {@code s3.region}: where it is; without one the SDK looks (AWS_REGION, profile, instance)
 * @param endpoint {@code s3.endpoint}: another server than AWS's
 * @param pathStyle {@code s3.path-style}: the bucket's name in the path and not in the host
 * @param credentials who asks
 * @param retry {@code s3.retry-mode}: the SDK's {@code standard} or {@code adaptive}
 * @param attempts {@code s3.attempts}: how often a call is tried at most
 * @param attemptTimeout {@code s3.attempt-timeout}: one try may take this long, and a stream may stand still this long
 * @param connections {@code s3.connections}: at the same time, at most
 * @param uploadMemoryBytes {@code s3.upload-memory}: what all uploads of unknown length may hold in memory together
 * @param uploadWait {@code s3.upload-wait}: how long an upload waits for memory before it is refused
 * @param operationsDir {@code s3.operations-dir}: an existing folder in which each service writes down the S3
 *     operations that it has used, in {@code <service>.txt}
 */
public record S3Config(
        String bucket,
        Optional<String> region,
        Optional<URI> endpoint,
        boolean pathStyle,
        S3Credentials credentials,
        Retry retry,
        int attempts,
        Duration attemptTimeout,
        int connections,
        long uploadMemoryBytes,
        Duration uploadWait,
        Optional<Path> operationsDir) {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-\\d{1,2}");
    private static final long MEMORY = 128L << 20;
    private static final long LARGEST_MEMORY = 8L << 30;

    /** How the SDK decides on another try. */
    public enum Retry {
        /** With exponential back-off and a budget. */
        STANDARD,
        /** The same, and it slows down when S3 says so. */
        ADAPTIVE
    }

    /**
     * Reads the section; mistakes are noted in the reader.
     *
     * @param used whether this backend is the chosen one, so that what it needs must be there
     */
    public static S3Config from(ConfigReader reader, boolean used) {
        String bucket = reader.text("s3.bucket", "");
        if (used && !BUCKET.matcher(bucket).matches()) {
            reader.reject("s3.bucket", "must name a bucket: 3 to 63 lower-case letters, digits, points and hyphens");
        }
        Optional<String> region = reader.optional("s3.region");
        if (region.filter(name -> !REGION.matcher(name).matches()).isPresent()) {
            reader.reject("s3.region", "must be a region such as us-east-1");
        }
        Optional<URI> endpoint =
                reader.optional("s3.endpoint").map(text -> reader.uri("s3.endpoint", URI.create("https://invalid")));
        return new S3Config(
                bucket,
                region,
                endpoint,
                reader.flag("s3.path-style", endpoint.isPresent()),
                S3Credentials.from(reader),
                reader.choice("s3.retry-mode", Retry.class, Retry.STANDARD),
                reader.integer("s3.attempts", 3, 1, 10),
                reader.duration(
                        "s3.attempt-timeout", Duration.ofSeconds(15), Duration.ofMillis(200), Duration.ofMinutes(5)),
                reader.integer("s3.connections", 64, 1, 1_000),
                reader.bytes("s3.upload-memory", MEMORY, UploadMemory.PART_BYTES, LARGEST_MEMORY),
                reader.duration("s3.upload-wait", Duration.ofSeconds(30), Duration.ZERO, Duration.ofMinutes(10)),
                reader.optional("s3.operations-dir").map(Path::of));
    }

    /** All tries of one call together. */
    Duration callTimeout() {
        return attemptTimeout.multipliedBy(attempts).plusSeconds(2L * attempts);
    }
}
