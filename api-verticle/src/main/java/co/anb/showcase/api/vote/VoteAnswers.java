package co.anb.showcase.api.vote;

import co.anb.showcase.shared.http.Prepared;
import co.anb.showcase.shared.limit.RateLimit;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The answers to votes that count. They differ in how their voters stand with the limit, and are made once. */
final class VoteAnswers {

    /** Whoever has more left gets an answer of his own. */
    private static final int MOST_LEFT = 1_024;

    private static final JsonObject COUNTED = new JsonObject().put("message", "Voto registrado exitosamente.");

    private final String route;
    private final RateLimit<?> limit;
    private final AtomicReferenceArray<@Nullable Prepared> leftToAnswer = new AtomicReferenceArray<>(MOST_LEFT);

    VoteAnswers(String route, RateLimit<?> limit) {
        this.route = route;
        this.limit = limit;
    }

    /** The body. */
    static JsonObject counted() {
        return COUNTED.copy();
    }

    /** The answer to one who stands so. */
    Prepared counted(RateLimit.Standing standing) {
        if (standing.left() >= MOST_LEFT) {
            return make(standing);
        }
        int left = (int) standing.left();
        @Nullable Prepared known = leftToAnswer.get(left);
        if (known == null) {
            known = make(standing);
            leftToAnswer.set(left, known);
        }
        return known;
    }

    private Prepared make(RateLimit.Standing standing) {
        return Prepared.done(route, COUNTED.toBuffer(), limit.headers(standing));
    }
}
