package co.anb.showcase.local.gateway;

import static co.anb.showcase.testkit.Await.await;
import static org.awaitility.Awaitility.await;

import co.anb.showcase.shared.config.ConfigReader;
import co.anb.showcase.shared.http.HttpConfig;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.problem.Messages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A gateway on a free port in front of services that a test makes up. */
final class TestGateway {

    private static final int PLENTY = 1_000;

    private final Vertx vertx;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final HttpClient client;
    private String deployment = "";
    private int port;

    TestGateway(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(PLENTY));
    }

    /** Each service answers its name and the URI. */
    void start() {
        // As every process does before it deploys: not on the event loop of the verticle.
        Messages.load();
        start(PLENTY, PLENTY, named("core"));
    }

    /** The same with another Core. */
    void restart(Function<HttpServerRequest, Future<Void>> core) {
        restart(PLENTY, PLENTY, core);
    }

    /** The same with other limits. */
    void restart(int poolSize, int waitQueueSize, Function<HttpServerRequest, Future<Void>> core) {
        await(vertx.undeploy(deployment));
        start(poolSize, waitQueueSize, core);
    }

    void stop() {
        await(vertx.undeploy(deployment));
        endServices();
        servers.clear();
    }

    /** The services are gone, and the gateway is there. */
    void endServices() {
        servers.forEach(server -> await(server.close()));
    }

    int port() {
        return port;
    }

    HttpClient client() {
        return client;
    }

    Reply get(String path) {
        return call(HttpMethod.GET, path, Buffer.buffer());
    }

    Reply call(HttpMethod method, String path, Buffer body) {
        return await(client.request(options(method, path))
                .compose(request -> (body.length() == 0 ? request.send() : request.send(body))
                        .compose(response -> response.body().map(bytes -> new Reply(response, bytes.toString())))));
    }

    RequestOptions options(HttpMethod method, String path) {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(method)
                .setURI(path);
    }

    private void start(int poolSize, int waitQueueSize, Function<HttpServerRequest, Future<Void>> core) {
        HttpConfig http = HttpConfig.from(ConfigReader.of(Map.of("HTTP_PORT", "0")), 0);
        GatewayConfig config = new GatewayConfig(
                http,
                List.of(backend(core)),
                backend(named("auth")),
                Map.of("grafana", backend(named("grafana"))),
                poolSize,
                waitQueueSize);
        GatewayVerticle gateway = new GatewayVerticle(config, new Lifecycle());
        deployment = await(vertx.deployVerticle(gateway));
        port = gateway.port();
    }

    private Upstream backend(Function<HttpServerRequest, Future<Void>> answer) {
        HttpServer server = await(vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request ->
                        answer.apply(request).onFailure(e -> request.response().reset()))
                .listen());
        servers.add(server);
        return Upstream.onLoopback(server.actualPort());
    }

    private static Function<HttpServerRequest, Future<Void>> named(String name) {
        return request -> request.response().end(name + " " + request.uri());
    }

    /** An answer, read whole. */
    record Reply(HttpClientResponse response, String body) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.getHeader(name);
        }
    }
}
