package co.anb.showcase.bench.reference;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** One event loop of the reference: {@code GET /plaintext}, votes, and the size of the votes' pool. */
final class ReferenceVerticle extends VerticleBase {

    private static final CharSequence TEXT_PLAIN = HttpHeaders.createOptimized("text/plain");
    private static final CharSequence LENGTH = HttpHeaders.createOptimized("13");
    private static final Buffer HELLO = Buffer.buffer("Hello, World!");

    private final StraightforwardVotes votes;
    private final HttpServerOptions server;

    ReferenceVerticle(StraightforwardVotes votes, HttpServerOptions server) {
        this.votes = votes;
        this.server = server;
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer(server).requestHandler(this::serve).listen();
    }

    private void serve(HttpServerRequest request) {
        if (request.path().equals("/plaintext")) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, TEXT_PLAIN)
                    .putHeader(HttpHeaders.CONTENT_LENGTH, LENGTH)
                    .end(HELLO);
        } else if (request.path().startsWith("/pool/")) {
            votes.resize(Integer.parseInt(request.path().substring("/pool/".length())));
            request.response().setStatusCode(204).end();
        } else if (request.method().equals(HttpMethod.POST)) {
            votes.cast(request.path(), request.getHeader(HttpHeaders.AUTHORIZATION))
                    .onSuccess(first -> request.response()
                            .setStatusCode(first ? 200 : 400)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .end(first ? "{\"message\":\"Voto registrado exitosamente.\"}" : "{\"status\":400}"))
                    .onFailure(failure -> request.response().setStatusCode(500).end());
        } else {
            request.response().setStatusCode(404).end();
        }
    }
}
