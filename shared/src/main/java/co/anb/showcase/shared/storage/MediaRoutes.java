package co.anb.showcase.shared.storage;

import co.anb.showcase.shared.http.Consent;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Serves the links that the local storage makes: {@code GET|HEAD /api/media/<key>?exp&sig[&disposition]} gives an
 * object, {@code PUT /api/media/<key>?exp&sig&upload&part&length} takes a part. The signature is the permission: no
 * Bearer is asked for, and a link that is forged, changed or over answers 403 whether or not the object exists.
 */
public final class MediaRoutes {

    private static final String ALL = MediaUrlSigner.PATH + "*";
    private static final int LONGEST_NUMBER = 12;

    private final MediaUrlSigner signer;
    private final MultipartPort multipart;
    private final ObjectResponder responder;

    /** Serves from this store. */
    public MediaRoutes(LocalStorage storage) {
        this.signer = Objects.requireNonNull(storage, "storage").signer();
        this.multipart = storage.multipart();
        this.responder = new ObjectResponder(storage);
    }

    /** Binds GET, HEAD and PUT. */
    public void mount(Router router) {
        router.get(ALL).handler(this::serve);
        router.head(ALL).handler(this::serve);
        router.put(ALL).handler(this::takePart);
    }

    private void serve(RoutingContext ctx) {
        String key = key(ctx);
        Optional<Long> expiry = number(ctx, MediaUrlSigner.EXPIRY);
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

    private void takePart(RoutingContext ctx) {
        MediaUrlSigner.PartTicket ticket = ticket(ctx).orElseThrow(() -> ProblemException.of(ProblemType.LINK_EXPIRED));
        String length = Long.toString(ticket.length());
        if (!length.equals(ctx.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
            throw StorageProblems.wrongLength(ticket.length());
        }
        Future<StoredPart> stored =
                multipart.savePart(ticket.upload(), Math.toIntExact(ticket.number()), ticket.length(), ctx.request());
        Consent.give(ctx);
        stored.compose(part -> ctx.response()
                        .putHeader(HttpHeaders.ETAG, part.tag().etag())
                        .end())
                .onFailure(ctx::fail);
    }

    /** What the link allows; empty when it is not one that we made, or over. */
    private Optional<MediaUrlSigner.PartTicket> ticket(RoutingContext ctx) {
        Optional<Long> expiry = number(ctx, MediaUrlSigner.EXPIRY);
        Optional<String> signature = parameter(ctx, MediaUrlSigner.SIGNATURE);
        Optional<String> upload = parameter(ctx, MediaUrlSigner.UPLOAD);
        Optional<Long> part = number(ctx, MediaUrlSigner.PART);
        Optional<Long> length = number(ctx, MediaUrlSigner.LENGTH);
        if (Stream.of(expiry, signature, upload, part, length).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        MultipartUpload named = new MultipartUpload(key(ctx), upload.orElseThrow());
        return Optional.of(new MediaUrlSigner.PartTicket(named, part.orElseThrow(), length.orElseThrow()))
                .filter(ticket -> signer.verifyPart(ticket, expiry.orElseThrow(), signature.orElseThrow()));
    }

    /** The raw path: a key needs no escaping, so an escaped one is not a key. */
    private static String key(RoutingContext ctx) {
        return ctx.request().path().substring(MediaUrlSigner.PATH.length());
    }

    private static Optional<Long> number(RoutingContext ctx, String name) {
        return parameter(ctx, name)
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_NUMBER)
                .filter(text -> text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Long::valueOf);
    }

    /** A parameter that is there twice is not one that we signed. */
    private static Optional<String> parameter(RoutingContext ctx, String name) {
        List<String> values = ctx.queryParam(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
