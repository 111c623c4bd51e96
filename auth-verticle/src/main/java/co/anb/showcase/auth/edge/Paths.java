package co.anb.showcase.auth.edge;

import java.util.List;

/** The paths of the Auth service. */
public final class Paths {

    /** Below each prefix: make an account. */
    public static final String SIGN_UP = "/signup";

    /** Below each prefix: open a session. */
    public static final String LOG_IN = "/login";

    /** Below each prefix: exchange a refresh token. */
    public static final String REFRESH = "/refresh";

    /** Below each prefix: end the session of the request. */
    public static final String LOG_OUT = "/logout";

    /** Below each prefix: the caller's profile. */
    public static final String ME = "/me";

    /** Below each prefix: what load balancers ask. */
    public static final String STATUS = "/status";

    /** Below each prefix: one account, for administrators. */
    public static final String ACCOUNT = "/accounts/:id";

    /** Below each prefix: open sessions. */
    public static final String SESSIONS = "/sessions";

    /** Below each prefix: one session. */
    public static final String SESSION = "/sessions/:id";

    /** The public keys (RFC 7517). */
    public static final String KEY_SET = "/auth/.well-known/jwks.json";

    /** The contract as JSON. */
    public static final String CONTRACT = "/auth/openapi.json";

    /** The contract as a page. */
    public static final String DOCS = "/auth/docs";

    /** The ended sessions, for other services; outside the prefixes that load balancers route. */
    public static final String REVOCATIONS = "/internal/revocations";

    private static final List<String> PREFIXES = List.of("/api/auth", "/auth/api/v1");

    private Paths() {}

    /** A path under both of the service's prefixes: clients of two generations exist. */
    public static List<String> both(String path) {
        return PREFIXES.stream().map(prefix -> prefix + path).toList();
    }
}
