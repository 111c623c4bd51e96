package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Objects that come in parts: by several requests, over days, or straight from the client by signed links.
 *
 * <p>Parts are durable when {@link #savePart} succeeds (or the PUT of a signed link is answered), and are kept until
 * the upload is completed or aborted; nothing else removes them. Until it is completed the object does not exist. As S3
 * wants it, every part but the last has at least {@link #MIN_PART_BYTES}.
 *
 * <p>A key belongs to one upload, as every key belongs to one object. Failures are those of {@link StoragePort}; in
 * addition:
 *
 * <ul>
 *   <li>{@code NOT_FOUND}: there is no such upload: it never was, was aborted, or (but for {@link #complete})
 *       completed;
 *   <li>{@code VALIDATION_ERROR}: the bytes are not as many as was said, or the parts are not those that were saved.
 * </ul>
 */
public interface MultipartPort {

    /** The least bytes of every part but the last: what S3 allows. */
    long MIN_PART_BYTES = 5L << 20;

    /** Part numbers go from 1 to this. */
    int MAX_PARTS = 10_000;

    /**
     * Begins an upload.
     *
     * @param key where the object will be; one that {@link StorageKey#parse} refuses fails with
     *     {@link IllegalArgumentException}
     * @param metadata what to remember beside the bytes
     */
    Future<MultipartUpload> begin(String key, ObjectMetadata metadata);

    /**
     * Stores one part with back-pressure, and replaces an earlier one of that number. A part whose source fails, ends
     * early or goes on is not stored, and an earlier one stays.
     *
     * @param upload which upload
     * @param number from 1 to {@link #MAX_PARTS}
     * @param length how many bytes the source will give, at least 1
     * @param source the bytes, treated as {@link StoragePort#save} treats them
     */
    Future<StoredPart> savePart(MultipartUpload upload, int number, long length, ReadStream<Buffer> source);

    /** The parts that are there, by number. */
    Future<List<StoredPart>> parts(MultipartUpload upload);

    /**
     * Makes the object of its parts, and removes what the upload held. Completing again, as after an answer that got
     * lost, gives the object again.
     *
     * @param upload which upload
     * @param parts the parts in the order of their numbers; parts that are not named are dropped
     */
    Future<StoredObject> complete(MultipartUpload upload, List<PartTag> parts);

    /** Gives an upload up with all its parts. Aborting one that is not there succeeds. */
    Future<Void> abort(MultipartUpload upload);

    /** Gives up every unfinished upload of a key, those included that a dying process began and told nobody of. */
    Future<Void> abortAll(String key);

    /**
     * Makes a link that takes one part by PUT, without any other header than {@code Content-Length} as given here,
     * until its time is over. It answers 200 with the header {@code ETag}.
     *
     * @param upload which upload; whether it exists is seen when the link is used
     * @param number of the part
     * @param length the only length that is taken
     * @param ttl how long the link works, at least one second
     */
    Future<URI> partUrl(MultipartUpload upload, int number, long length, Duration ttl);
}
