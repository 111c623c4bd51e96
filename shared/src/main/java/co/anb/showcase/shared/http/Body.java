package co.anb.showcase.shared.http;

import co.anb.showcase.shared.problem.FieldError;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON body being read: each member is asked for with its type and bounds, all mistakes are collected, and
 * {@link #check()} ends the request if there were any. A member that can't be used reads as an empty value.
 */
public final class Body {

    private final JsonObject json;
    private final List<FieldError> errors = new ArrayList<>();

    private Body(JsonObject json) {
        this.json = json;
    }

    /**
     * The body of a request that went through {@link Edge#json()}.
     *
     * @throws ProblemException VALIDATION_ERROR when it is not a JSON object
     */
    public static Body of(RoutingContext ctx) {
        try {
            Buffer buffer = ctx.body().buffer();
            if (buffer != null && Json.decodeValue(buffer) instanceof JsonObject object) {
                return new Body(object);
            }
            throw ProblemException.of(ProblemType.VALIDATION_ERROR, "body.not-object");
        } catch (DecodeException e) {
            throw ProblemException.of(ProblemType.VALIDATION_ERROR, "body.malformed");
        }
    }

    /** A body that was put together from a form. */
    public static Body of(JsonObject json) {
        return new Body(json);
    }

    /** A text that must be there, with its length in characters (code points) once stripped. */
    public String text(String name, int min, int max) {
        return required(name, rawText(name).map(String::strip).flatMap(text -> bounded(name, text, min, max)));
    }

    /** A text taken as it is, blanks at its ends included: passwords and tokens. */
    public String verbatim(String name, int min, int max) {
        return required(name, rawText(name).flatMap(text -> bounded(name, text, min, max)));
    }

    /** A text that may be absent. */
    public Optional<String> optionalText(String name, int min, int max) {
        return rawText(name).map(String::strip).flatMap(text -> bounded(name, text, min, max));
    }

    /** A whole number that must be there. */
    public long number(String name, long min, long max) {
        Object value = json.getValue(name);
        if (value == null) {
            reject(name, "field.required");
            return min;
        }
        if (!(value instanceof Integer || value instanceof Long)) {
            reject(name, "field.number");
            return min;
        }
        long number = ((Number) value).longValue();
        if (number < min || number > max) {
            reject(name, "field.range", min, max);
            return min;
        }
        return number;
    }

    /** A boolean that may be absent. */
    public Optional<Boolean> optionalFlag(String name) {
        Object value = json.getValue(name);
        if (value == null || value instanceof Boolean) {
            return Optional.ofNullable((Boolean) value);
        }
        reject(name, "field.type", "true/false");
        return Optional.empty();
    }

    /** An array of texts that may be absent. */
    public Optional<List<String>> optionalTexts(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)) {
            return Optional.of(array.stream().map(String.class::cast).toList());
        }
        reject(name, "field.invalid");
        return Optional.empty();
    }

    /** An array of objects that must be there, each as a body of its own whose mistakes are its own. */
    public List<JsonObject> objects(String name, int max) {
        Object value = json.getValue(name);
        if (value instanceof JsonArray array
                && array.size() <= max
                && array.stream().allMatch(JsonObject.class::isInstance)) {
            return array.stream().map(JsonObject.class::cast).toList();
        }
        reject(name, value == null ? "field.required" : "field.invalid");
        return List.of();
    }

    /** Notes a mistake that the caller found by itself. */
    public void reject(String name, String messageKey, Object... arguments) {
        errors.add(new FieldError("#/" + name, messageKey, List.of(arguments)));
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException VALIDATION_ERROR naming every member that can't be used
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private String required(String name, Optional<String> value) {
        if (value.isEmpty()
                && errors.stream().noneMatch(error -> error.pointer().equals("#/" + name))) {
            reject(name, "field.required");
        }
        return value.orElse("");
    }

    private Optional<String> rawText(String name) {
        @Nullable Object value = json.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            // PostgreSQL's text can't hold U+0000.
            if (text.indexOf('\0') < 0) {
                return Optional.of(text);
            }
            reject(name, "field.invalid");
            return Optional.empty();
        }
        reject(name, "field.type", "texto");
        return Optional.empty();
    }

    private Optional<String> bounded(String name, String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        if (length >= min && length <= max) {
            return Optional.of(text);
        }
        reject(name, length == 0 ? "field.blank" : "field.length", min, max);
        return Optional.empty();
    }
}
