package co.anb.showcase.api.ranking;

import co.anb.showcase.shared.http.Params;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Which part of the ranking a request asks for, in one of three ways that can't be mixed: {@code limit} and
 * {@code offset}, {@code page} and {@code size}, or the positions {@code from} and {@code to}.
 *
 * @param style the way
 * @param offset how many players to leave out
 * @param limit the most players, 1 to 100; a wider {@code from..to} is cut to 100, and {@code Link} leads on
 */
record RankingWindow(Style style, long offset, int limit) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    /** The three ways of paging. */
    enum Style {
        /** {@code limit} and {@code offset}. */
        OFFSET("limit", "offset"),
        /** {@code page} and {@code size}. */
        PAGE("page", "size"),
        /** {@code from} and {@code to}. */
        POSITIONS("from", "to");

        private final String first;
        private final String second;

        Style(String first, String second) {
            this.first = first;
            this.second = second;
        }
    }

    /**
     * Reads the query.
     *
     * @throws co.anb.showcase.shared.problem.ProblemException VALIDATION_ERROR for a value that is no number or out of
     *     bounds, for {@code from} after {@code to}, and for two ways mixed
     */
    static RankingWindow of(RoutingContext ctx) {
        OptionalInt limit = Params.integer(ctx, "limit", 1, MAX_LIMIT);
        OptionalInt offset = Params.integer(ctx, "offset", 0, Integer.MAX_VALUE);
        OptionalInt page = Params.integer(ctx, "page", 1, Integer.MAX_VALUE);
        OptionalInt size = Params.integer(ctx, "size", 1, MAX_LIMIT);
        OptionalInt from = Params.integer(ctx, "from", 1, Integer.MAX_VALUE);
        OptionalInt to = Params.integer(ctx, "to", 1, Integer.MAX_VALUE);
        boolean byPage = page.isPresent() || size.isPresent();
        boolean byPositions = from.isPresent() || to.isPresent();
        boolean byOffset = limit.isPresent() || offset.isPresent();
        if (Stream.of(byPage, byPositions, byOffset).filter(used -> used).count() > 1) {
            throw Params.invalid(byPage ? "page" : "from", "field.invalid");
        }
        if (byPositions) {
            return positions(from.orElse(1), to);
        }
        if (byPage) {
            int rows = size.orElse(DEFAULT_LIMIT);
            return new RankingWindow(Style.PAGE, (page.orElse(1) - 1L) * rows, rows);
        }
        return new RankingWindow(Style.OFFSET, offset.orElse(0), limit.orElse(DEFAULT_LIMIT));
    }

    /**
     * The header {@code Link} (RFC 8288 §3): {@code first} and {@code last}, {@code prev} and {@code next} where they
     * are. The references are relative to the origin, so they hold behind any gateway.
     *
     * @param path of this request
     * @param city as it was asked for
     * @param total players inside the filter
     */
    String links(String path, Optional<String> city, int total) {
        long last = total == 0 ? 0 : (total - 1L) / limit * limit;
        List<String> links = new ArrayList<>();
        links.add(link(path, city, 0, "first"));
        if (offset > 0) {
            links.add(link(path, city, Math.max(0, Math.min(offset - limit, last)), "prev"));
        }
        if (offset + limit < total) {
            links.add(link(path, city, offset + limit, "next"));
        }
        links.add(link(path, city, last, "last"));
        return String.join(", ", links);
    }

    private static RankingWindow positions(int from, OptionalInt to) {
        long last = to.isPresent() ? to.getAsInt() : from + DEFAULT_LIMIT - 1L;
        if (from > last) {
            throw Params.invalid("from", "field.invalid");
        }
        return new RankingWindow(Style.POSITIONS, from - 1L, (int) Math.min(MAX_LIMIT, last - from + 1));
    }

    private String link(String path, Optional<String> city, long target, String relation) {
        String filter = city.map(name -> "city=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&")
                .orElse("");
        long firstValue = switch (style) {
            case OFFSET -> limit;
            case PAGE -> target / limit + 1;
            case POSITIONS -> target + 1;
        };
        long secondValue = switch (style) {
            case OFFSET -> target;
            case PAGE -> limit;
            case POSITIONS -> target + limit;
        };
        return "<" + path + "?" + filter + style.first + "=" + firstValue + "&" + style.second + "=" + secondValue
                + ">; rel=\"" + relation + "\"";
    }
}
