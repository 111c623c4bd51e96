package co.anb.showcase.shared.http;

import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Typed parameters of a path or query. Whatever can't be used ends the request here: nobody else reads raw parameters.
 */
public final class Params {

    private Params() {}

    /**
     * An id from the path.
     *
     * @param notFound what a malformed id is answered with, the same as an unknown one
     */
    public static UUID id(RoutingContext ctx, String name, ProblemType notFound) {
        return Optional.ofNullable(ctx.pathParam(name))
                .flatMap(Ids::parse)
                .orElseThrow(() -> ProblemException.of(notFound));
    }

    /** A whole number from the query, or empty when it is not there. */
    public static OptionalInt integer(RoutingContext ctx, String name, int min, int max) {
        Optional<String> text = single(ctx, name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value < min || value > max) {
                throw invalid(name, "field.range", min, max);
            }
            return OptionalInt.of(value);
        } catch (NumberFormatException e) {
            throw invalid(name, "field.number");
        }
    }

    /** A whole number from the query, or the default. */
    public static int integer(RoutingContext ctx, String name, int min, int max, int defaultValue) {
        return integer(ctx, name, min, max).orElse(defaultValue);
    }

    /** A text from the query, stripped; empty when absent or blank. */
    public static Optional<String> text(RoutingContext ctx, String name, int maxLength) {
        Optional<String> value = single(ctx, name).map(String::strip).filter(text -> !text.isEmpty());
        if (value.isPresent() && value.get().length() > maxLength) {
            throw invalid(name, "field.length", 1, maxLength);
        }
        return value;
    }

    /** A text from the query that must be one of a list; empty when absent. */
    public static Optional<String> oneOf(RoutingContext ctx, String name, List<String> allowed) {
        Optional<String> value = text(ctx, name, 64);
        if (value.isPresent() && !allowed.contains(value.get())) {
            throw invalid(name, "field.invalid");
        }
        return value;
    }

    /** A request header, or empty. */
    public static Optional<String> header(RoutingContext ctx, String name) {
        @Nullable String value = ctx.request().getHeader(name);
        return Optional.ofNullable(value);
    }

    /** The refusal of a query parameter. */
    public static ProblemException invalid(String name, String messageKey, Object... arguments) {
        return ProblemException.of(ProblemType.VALIDATION_ERROR, "query.invalid")
                .withError("?" + name, messageKey, arguments);
    }

    private static Optional<String> single(RoutingContext ctx, String name) {
        List<String> values = ctx.queryParam(name);
        if (values.size() > 1) {
            throw invalid(name, "field.invalid");
        }
        return values.stream().findFirst();
    }
}
