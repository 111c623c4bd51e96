package co.anb.showcase.api.upload;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The rules of uploading.
 *
 * @param maxBytes the largest file ({@code upload.max-bytes})
 * @param timeout an upload that takes longer is refused ({@code upload.timeout})
 * @param perMinute uploads that one player may begin a minute on one node, 0 is off ({@code upload.per-minute})
 * @param dailyQuota accepted uploads per player and day ({@code upload.daily-quota})
 * @param quotaZone whose midnight begins a day ({@code upload.quota-zone})
 * @param sessionTtl how long a direct or resumable upload may take from its announcement on, its links to parts
 *     included ({@code upload.session-ttl}); at most the 7 days that S3 allows for a link
 */
public record UploadConfig(
        long maxBytes, Duration timeout, int perMinute, int dailyQuota, ZoneId quotaZone, Duration sessionTtl) {

    /** What a multipart body may have besides the file: part headers and small fields. */
    static final long OVERHEAD_BYTES = 64 << 10;

    private static final String DEFAULT_ZONE = "America/Bogota";

    /** Reads the section. */
    public static UploadConfig from(ConfigReader reader) {
        return new UploadConfig(
                reader.bytes("upload.max-bytes", 100L << 20, 1 << 10, 4L << 30),
                reader.duration("upload.timeout", Duration.ofMinutes(30), Duration.ofSeconds(1), Duration.ofHours(12)),
                reader.integer("upload.per-minute", 60, 0, 1_000_000),
                reader.integer("upload.daily-quota", 20, 1, 1_000_000),
                zone(reader),
                reader.duration("upload.session-ttl", Duration.ofHours(24), Duration.ofSeconds(1), Duration.ofDays(7)));
    }

    /** The largest body that can hold an accepted file. */
    long maxBodyBytes() {
        return maxBytes + OVERHEAD_BYTES;
    }

    /** The problem of a file over the limit. */
    public ProblemException tooLarge() {
        return ProblemException.of(ProblemType.FILE_SIZE_EXCEEDED, "upload.too-large", maxBytes >> 20);
    }

    private static ZoneId zone(ConfigReader reader) {
        try {
            return ZoneId.of(reader.text("upload.quota-zone", DEFAULT_ZONE));
        } catch (DateTimeException e) {
            reader.reject("upload.quota-zone", "must be a time zone such as " + DEFAULT_ZONE);
            return ZoneOffset.UTC;
        }
    }
}
