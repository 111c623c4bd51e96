package co.anb.showcase.api.direct;

import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The headers of tus 1.0 (tus.io/protocols/resumable-upload): read with the right refusal, written in the right form.
 */
final class TusHeaders {

    static final String VERSION = "1.0.0";
    static final String LENGTH = "Upload-Length";
    static final String OFFSET = "Upload-Offset";
    static final String METADATA = "Upload-Metadata";
    static final String EXPIRES = "Upload-Expires";

    private static final String RESUMABLE = "Tus-Resumable";
    private static final String TYPE = "application/offset+octet-stream";
    private static final int LONGEST_TITLE = 255;
    private static final int LONGEST_NUMBER = 15;

    private TusHeaders() {}

    /** Answers every request with our version, and refuses one of another version before anything is done. */
    static void agree(RoutingContext ctx) {
        ctx.response().putHeader(RESUMABLE, VERSION);
        if (Params.header(ctx, RESUMABLE).filter(VERSION::equals).isPresent()) {
            ctx.next();
        } else {
            ctx.fail(ProblemException.of(ProblemType.PROTOCOL_VERSION).withHeader("Tus-Version", VERSION));
        }
    }

    /** What of the protocol is spoken here. */
    static Reply capabilities(long maxBytes) {
        return Reply.noContent()
                .header(RESUMABLE, VERSION)
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", "creation,expiration,termination")
                .header("Tus-Max-Size", Long.toString(maxBytes));
    }

    /** A whole number of a header that must be there. */
    static long number(RoutingContext ctx, String name) {
        return Params.header(ctx, name)
                .map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_NUMBER)
                .filter(text -> text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Long::valueOf)
                .orElseThrow(() -> ProblemException.invalid(name, "field.number"));
    }

    /** The member {@code title} of the metadata: pairs of a key and a value in Base64, separated by commas. */
    static String title(RoutingContext ctx) {
        JsonObject found = new JsonObject();
        Arrays.stream(Params.header(ctx, METADATA).orElse("").split(",", -1))
                .map(pair -> pair.strip().split(" ", 2))
                .filter(pair -> pair[0].equals("title"))
                .forEach(pair -> found.put("title", pair.length < 2 ? "" : decoded(pair[1].strip())));
        Body body = Body.of(found);
        String title = body.text("title", 1, LONGEST_TITLE);
        body.check();
        return title;
    }

    /** Refuses a body of another type. */
    static void requireBytes(RoutingContext ctx) {
        Optional<String> type = Params.header(ctx, "Content-Type");
        if (type.filter(TYPE::equalsIgnoreCase).isEmpty()) {
            throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    /** An instant as HTTP writes it (RFC 9110 §5.6.7); rounded down, so that no client is promised too much. */
    static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(METADATA, "field.invalid");
        }
    }
}
