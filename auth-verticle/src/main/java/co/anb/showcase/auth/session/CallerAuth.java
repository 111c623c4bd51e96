package co.anb.showcase.auth.session;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import co.anb.showcase.shared.tokens.BearerAuth;
import co.anb.showcase.shared.tokens.TokenVerifier;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets requests through by their token and by the database: a session that ended or an account that was disabled is
 * refused here at once, on every node, and roles are those of now. Bodies must be read before, or be absent.
 */
public final class CallerAuth {

    private static final String KEY = "auth.caller";

    private final BearerAuth bearer;
    private final SessionService sessions;

    /** Handlers over one verifier and one service. */
    public CallerAuth(TokenVerifier verifier, SessionService sessions) {
        this.bearer = new BearerAuth(verifier);
        this.sessions = sessions;
    }

    /** Adds the handlers that let only a known caller through: 401 otherwise. */
    public Route require(Route route) {
        return route.handler(bearer.required()).handler(this::find);
    }

    /** Adds the handlers that let only an administrator through: 401 or 403 otherwise. */
    public Route requireAdmin(Route route) {
        return require(route).handler(CallerAuth::admin);
    }

    /** The caller, behind {@link #require}. */
    public static Caller caller(RoutingContext ctx) {
        Caller caller = ctx.get(KEY);
        if (caller == null) {
            throw ProblemException.of(ProblemType.UNAUTHORIZED);
        }
        return caller;
    }

    private void find(RoutingContext ctx) {
        sessions.findCaller(BearerAuth.token(ctx))
                .onSuccess(caller -> {
                    ctx.put(KEY, caller);
                    ctx.next();
                })
                .onFailure(ctx::fail);
    }

    private static void admin(RoutingContext ctx) {
        if (caller(ctx).account().isActiveAdmin()) {
            ctx.next();
        } else {
            ctx.fail(ProblemException.of(ProblemType.FORBIDDEN));
        }
    }
}
