package co.anb.showcase.local.gateway;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;

/**
 * Passes a request on and its answer back, both as streams with back-pressure.
 *
 * <p>When a node can't be reached, the next one is tried, or the same once more if there is no other, since then no
 * byte was sent; what failed later is never repeated. A client that leaves takes its request to the service with it.
 */
final class Forwarder {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final HttpClient client;

    Forwarder(Vertx vertx, HttpClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /** A handler that forwards to a service. */
    Handler<RoutingContext> to(Balancer service) {
        return ctx -> forward(ctx, service);
    }

    private void forward(RoutingContext ctx, Balancer service) {
        HttpServerRequest incoming = ctx.request();
        if (!ForwardedHeaders.isFramingClear(incoming)) {
            ctx.fail(ProblemException.of(ProblemType.VALIDATION_ERROR));
            return;
        }
        incoming.pause();
        RelayedBody body = new RelayedBody(vertx, incoming);
        ProxyRequest outgoing = ProxyRequest.reverseProxy(incoming);
        ForwardedHeaders.prepare(ctx, outgoing);
        connect(service)
                .compose(request -> send(outgoing, body, request))
                .compose(Forwarder::answer)
                .onFailure(e -> refuse(ctx, body, e));
    }

    private Future<HttpClientRequest> connect(Balancer service) {
        Balancer.Choice choice = service.next();
        return open(choice.first()).recover(refused -> open(choice.second()));
    }

    private Future<HttpClientRequest> open(Upstream node) {
        return client.request(new RequestOptions().setServer(node.address()));
    }

    private static Future<ProxyResponse> send(ProxyRequest outgoing, RelayedBody body, HttpClientRequest request) {
        HttpServerRequest incoming = outgoing.proxiedRequest();
        if (incoming.response().closed()) {
            // It left while a connection was made; without this the service would still do the work.
            return request.reset().compose(reset -> Future.failedFuture(new HttpClosedException("the client left")));
        }
        body.relayTo(request);
        outgoing.setBody(Body.body(body, ForwardedHeaders.contentLength(incoming)));
        return outgoing.send(request);
    }

    private static Future<Void> answer(ProxyResponse response) {
        ForwardedHeaders.clean(response);
        return response.send();
    }

    /** The router's failure path writes the problem, or closes the connection when the answer has begun. */
    private static void refuse(RoutingContext ctx, RelayedBody body, Throwable cause) {
        body.discard();
        ctx.fail(ProblemException.of(ProblemType.SERVICE_UNAVAILABLE)
                .retryAfter(RETRY_AFTER)
                .causedBy(cause));
    }
}
