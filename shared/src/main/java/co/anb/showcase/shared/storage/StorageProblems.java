package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.function.Function;

/** The failures of the storage as the problems that {@link StoragePort} promises. */
public final class StorageProblems {

    private static final Duration BUSY_WAIT = Duration.ofSeconds(2);

    private StorageProblems() {}

    /** There is no such object, upload or key. */
    public static ProblemException notFound() {
        return ProblemException.of(ProblemType.NOT_FOUND);
    }

    /** The range lies outside an object of this length. */
    public static ProblemException unsatisfiable(long total) {
        // RFC 9110 §15.5.17: the answer says how long the object is.
        return ProblemException.of(ProblemType.RANGE_NOT_SATISFIABLE).withHeader("Content-Range", "bytes */" + total);
    }

    /** The bytes are not as many as was said. */
    public static ProblemException wrongLength(long expected) {
        return ProblemException.of(ProblemType.VALIDATION_ERROR, "storage.part-length", expected);
    }

    /** The parts are not those that were saved, or make no object. */
    public static ProblemException wrongParts() {
        return ProblemException.of(ProblemType.VALIDATION_ERROR, "storage.parts");
    }

    /** Too much waits on this node. */
    public static ProblemException busy() {
        return ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).retryAfter(BUSY_WAIT);
    }

    /** For keys that we make ourselves: another one is a bug. */
    public static <T> Future<T> withValid(String key, Function<StorageKey, Future<T>> action) {
        return StorageKey.parse(key)
                .map(action)
                .orElseGet(() -> Future.failedFuture(new IllegalArgumentException("not a storage key")));
    }

    /** For keys that may come from outside: another one names nothing. */
    public static <T> Future<T> withKey(String key, Function<StorageKey, Future<T>> action) {
        return StorageKey.parse(key).map(action).orElseGet(() -> Future.failedFuture(notFound()));
    }

    /** What an input or output error is to a caller: a missing object, or a store that failed (full disk included). */
    static ProblemException of(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        Throwable root =
                failure instanceof FileSystemException && failure.getCause() != null ? failure.getCause() : failure;
        return root instanceof NoSuchFileException
                ? notFound()
                : ProblemException.of(ProblemType.STORAGE_ERROR).causedBy(failure);
    }
}
