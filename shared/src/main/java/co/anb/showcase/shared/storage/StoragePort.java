package co.anb.showcase.shared.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of immutable objects under keys, whatever keeps them: a folder or an S3 bucket.
 *
 * <p>Keys are as {@link StorageKey} allows. An object appears whole or not at all, and is durable when {@code save}
 * succeeds. Every call may be made from any event loop and never blocks it; what it returns completes on the caller's
 * context. Each failure is a {@link co.anb.showcase.shared.problem.ProblemException}:
 *
 * <ul>
 *   <li>{@code NOT_FOUND}: there is no such object, or the key is not one that could be stored;
 *   <li>{@code RANGE_NOT_SATISFIABLE}: the range lies outside the object;
 *   <li>{@code STORAGE_ERROR}: the store is full, broken or away; the call may be repeated;
 *   <li>{@code SERVICE_UNAVAILABLE}: this node has too many storage calls waiting; the call may be repeated.
 * </ul>
 */
public interface StoragePort {

    /**
     * Stores all that a stream gives, with back-pressure, and replaces an object that is there.
     *
     * <p>A stream that fails cancels the save: nothing is stored, and an older object under the key stays. After any
     * failure the stream's handlers are gone and it flows, so that what is left of it is thrown away.
     *
     * @param key where; a key that {@link StorageKey#parse} refuses is a bug of the caller and fails with
     *     {@link IllegalArgumentException}
     * @param source the bytes; paused at once, so that none is lost while the store gets ready
     * @param metadata what to remember beside the bytes
     * @return what was stored; it fails with the source's own failure when that failed
     */
    Future<StoredObject> save(String key, ReadStream<Buffer> source, ObjectMetadata metadata);

    /**
     * Opens an object for reading. The caller closes the content, read to its end or not.
     *
     * @param key which object
     * @param range the part that is wanted, or null for all of it
     * @return the content, paused until a handler is set
     */
    Future<ObjectContent> load(String key, @Nullable ByteRange range);

    /** Describes an object without opening it. */
    Future<StoredObject> stat(String key);

    /** Deletes an object. Deleting one that is not there succeeds, so that a repeated delete is harmless. */
    Future<Void> delete(String key);

    /**
     * Makes a link that can be followed with GET, with ranges and without any other header, until its time is over. The
     * object need not exist.
     *
     * @param key which object
     * @param ttl how long the link works, at least one second
     * @param disposition what a browser does with the bytes
     */
    Future<URI> url(String key, Duration ttl, Disposition disposition);

    /**
     * Lists objects by their keys, in the order of ASCII.
     *
     * @param after lists those that come after it; empty for the first
     * @param limit the most, from 1 to 1,000
     * @return fewer than the limit when there are no more
     */
    Future<List<ListedObject>> list(String after, int limit);

    /** What operators call an object, for logs: {@code s3://bucket/key}, or the file. No client ever sees it. */
    String reference(String key);

    /** Whether links lead to another server, so that a client is better sent there than served from here. */
    boolean isRemote();

    /** Fails when the store is away or not ours. */
    Future<Void> check();

    /** Objects that come in parts, in the same store. */
    MultipartPort multipart();

    /** Gives back threads and connections; calls after it fail. */
    Future<Void> close();
}
