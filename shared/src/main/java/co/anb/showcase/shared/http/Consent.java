package co.anb.showcase.shared.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to {@code Expect: 100-continue}: a client that asks sends its body only now (RFC 9110 §10.1.1). */
public final class Consent {

    private static final Logger LOG = LoggerFactory.getLogger(Consent.class);

    private Consent() {}

    /** Asks for the body, when the client waits to be asked. To be called once it is sure that it will be read. */
    public static void give(RoutingContext ctx) {
        if ("100-continue".equalsIgnoreCase(ctx.request().getHeader(HttpHeaders.EXPECT))) {
            ctx.response().writeContinue().onFailure(e -> LOG.debug("client left before it sent the body", e));
        }
    }
}
