package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Serves the links that the local storage makes, {@code GET|HEAD /api/media/<key>?exp&sig[&disposition]}. The signature
 * is the permission: no Bearer is asked for, and a link that is forged, changed or over answers 403 whether or not the
 * object exists.
 */
public final class MediaRoutes {

    private static final String ALL = MediaUrlSigner.PATH + "*";
    private static final int LONGEST_EXPIRY = 12;

    private final MediaUrlSigner signer;
    private final ObjectResponder responder;

    /** Serves from this store. */
    public MediaRoutes(LocalStorage storage) {
        this.signer = Objects.requireNonNull(storage, "storage").signer();
        this.responder = new ObjectResponder(storage);
    }

    /** Binds GET and HEAD. */
    public void mount(Router router) {
        router.get(ALL).handler(this::serve);
        router.head(ALL).handler(this::serve);
    }

    private void serve(RoutingContext ctx) {
        // The raw path: a key needs no escaping, so an escaped one is not a key.
        String key = ctx.request().path().substring(MediaUrlSigner.PATH.length());
        Optional<Long> expiry = parameter(ctx, MediaUrlSigner.EXPIRY).flatMap(MediaRoutes::seconds);
        Optional<String> signature = parameter(ctx, MediaUrlSigner.SIGNATURE);
        String disposition = parameter(ctx, MediaUrlSigner.DISPOSITION).orElse("");
        if (expiry.isEmpty()
                || signature.isEmpty()
                || !signer.verify(key, expiry.get(), signature.get(), disposition)) {
            ctx.fail(ProblemException.of(ProblemType.LINK_EXPIRED));
            return;
        }
        String header = disposition.isEmpty() ? Disposition.INLINE.headerValue() : disposition;
        responder.respond(ctx, key, header, "private, max-age=" + signer.remainingSeconds(expiry.get()));
    }

    private static Optional<Long> seconds(String text) {
        boolean number = !text.isEmpty()
                && text.length() <= LONGEST_EXPIRY
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** A parameter that is there twice is not one that we signed. */
    private static Optional<String> parameter(RoutingContext ctx, String name) {
        List<String> values = ctx.queryParam(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
