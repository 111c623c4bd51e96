package co.anb.showcase.shared.tokens;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that let a request through by its {@code Authorization: Bearer} header (RFC 6750 §2.1). The only way in
 * which a caller is known: no cookie, no query parameter.
 */
public final class BearerAuth {

    private static final String KEY = "showcase.accessToken";
    private static final String SCHEME = "bearer ";

    private final TokenVerifier verifier;

    /** Handlers that ask one verifier. */
    public BearerAuth(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** Lets only a verified caller through: 401 otherwise. The request is paused meanwhile, its body is kept. */
    public Handler<RoutingContext> required() {
        return ctx -> {
            String header = ctx.request().getHeader("Authorization");
            if (header == null) {
                ctx.fail(unauthorized());
            } else {
                verify(ctx, header);
            }
        };
    }

    /** Lets everybody through; a header that is there must be good. */
    public Handler<RoutingContext> optional() {
        return ctx -> {
            String header = ctx.request().getHeader("Authorization");
            if (header == null) {
                ctx.next();
            } else {
                verify(ctx, header);
            }
        };
    }

    /** After {@link #required()}: lets only users with a role through: 403 otherwise. */
    public static Handler<RoutingContext> role(String role) {
        return ctx -> {
            if (token(ctx).hasRole(role)) {
                ctx.next();
            } else {
                ctx.fail(ProblemException.of(ProblemType.FORBIDDEN));
            }
        };
    }

    /** The caller, on a route behind {@link #required()}. */
    public static AccessToken token(RoutingContext ctx) {
        return find(ctx).orElseThrow(() -> unauthorized());
    }

    /** The caller, if there is one, on a route behind {@link #optional()}. */
    public static Optional<AccessToken> find(RoutingContext ctx) {
        @Nullable AccessToken token = ctx.get(KEY);
        return Optional.ofNullable(token);
    }

    /** The caller of a request, if his token was verified before and is good: for a lane in front of the router. */
    public Optional<AccessToken> remembered(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(BearerAuth::isBearer)
                .flatMap(header -> verifier.remembered(token(header)));
    }

    /** Whether a token that was let through has expired since, or was ended early. */
    public boolean isOver(AccessToken token) {
        return verifier.isOver(token);
    }

    private void verify(RoutingContext ctx, String header) {
        if (!isBearer(header)) {
            ctx.fail(unauthorized());
            return;
        }
        ctx.request().pause();
        verifier.verify(token(header))
                .onSuccess(token -> {
                    ctx.put(KEY, token);
                    ctx.request().resume();
                    ctx.next();
                })
                .onFailure(e -> {
                    ctx.request().resume();
                    ctx.fail(challenge(e));
                });
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static String token(String header) {
        return header.substring(SCHEME.length()).strip();
    }

    /** RFC 6750 §3.1: a token that was sent and is no good is told from one that was not sent. */
    private static Throwable challenge(Throwable failure) {
        return ProblemException.find(failure)
                .filter(problem -> problem.type().status() == 401)
                .<Throwable>map(problem -> problem.withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\""))
                .orElse(failure);
    }

    private static ProblemException unauthorized() {
        return ProblemException.of(ProblemType.UNAUTHORIZED).withHeader("WWW-Authenticate", "Bearer");
    }
}
