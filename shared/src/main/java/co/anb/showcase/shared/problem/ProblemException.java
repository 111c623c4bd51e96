package co.anb.showcase.shared.problem;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure: what a service fails a future with when a request can't be granted. It has no stack trace, since
 * it is an answer and not a bug. Immutable: each {@code with…} makes a new one.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient String messageKey;
    private final transient List<Object> arguments;
    private final transient List<FieldError> errors;
    private final transient Map<String, String> headers;

    private ProblemException(
            ProblemType type,
            String messageKey,
            List<Object> arguments,
            List<FieldError> errors,
            Map<String, String> headers,
            @Nullable Throwable cause) {
        super(type + " " + messageKey + arguments, cause, false, false);
        this.type = type;
        this.messageKey = messageKey;
        this.arguments = List.copyOf(arguments);
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /** A problem with its type's own sentence. */
    public static ProblemException of(ProblemType type) {
        return of(type, type + ".detail");
    }

    /**
     * A problem with a sentence of its own.
     *
     * @param type decides the status and the {@code error_code}
     * @param messageKey a key of {@link Messages}
     * @param arguments what the sentence mentions
     */
    public static ProblemException of(ProblemType type, String messageKey, Object... arguments) {
        return new ProblemException(type, messageKey, List.of(arguments), List.of(), Map.of(), null);
    }

    /** A validation problem that names one member or parameter. */
    public static ProblemException invalid(String pointer, String messageKey, Object... arguments) {
        return of(ProblemType.VALIDATION_ERROR).withError(pointer, messageKey, arguments);
    }

    /** A validation problem that names several members or parameters. */
    public static ProblemException invalid(List<FieldError> errors) {
        ProblemException problem = of(ProblemType.VALIDATION_ERROR);
        return new ProblemException(problem.type, problem.messageKey, problem.arguments, errors, problem.headers, null);
    }

    /** The same with one more member or parameter named. */
    public ProblemException withError(String pointer, String key, Object... keyArguments) {
        FieldError error = new FieldError(pointer, key, List.of(keyArguments));
        List<FieldError> more = Stream.concat(errors.stream(), Stream.of(error)).toList();
        return new ProblemException(type, messageKey, arguments, more, headers, getCause());
    }

    /** The same with a response header. */
    public ProblemException withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new ProblemException(type, messageKey, arguments, errors, more, getCause());
    }

    /** The same with {@code Retry-After} in whole seconds, rounded up, at least one (RFC 9110 §10.2.3). */
    public ProblemException retryAfter(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return withHeader("Retry-After", Long.toString(seconds));
    }

    /** The same with a cause for the log; the client never sees it. */
    public ProblemException causedBy(Throwable cause) {
        return new ProblemException(type, messageKey, arguments, errors, headers, cause);
    }

    /** The type. */
    public ProblemType type() {
        return type;
    }

    /** The member {@code detail}: a sentence for people. */
    public String detail(Locale locale) {
        return Messages.text(locale, messageKey, arguments.toArray());
    }

    /** What a validation found. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The headers that the answer carries. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Whether a failure is a problem of this type. */
    public static boolean is(ProblemType type, Throwable failure) {
        return find(failure).filter(problem -> problem.type == type).isPresent();
    }

    /** The problem that a failure is, if it is one. */
    public static Optional<ProblemException> find(Throwable failure) {
        return failure instanceof ProblemException problem ? Optional.of(problem) : Optional.empty();
    }
}
