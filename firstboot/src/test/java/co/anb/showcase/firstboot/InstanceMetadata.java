package co.anb.showcase.firstboot;

import static co.anb.showcase.testkit.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What EC2 tells a host about itself, to tokens alone (IMDSv2): its address, and the keys of its role. */
final class InstanceMetadata implements AutoCloseable {

    private static final String TOKEN = "AQAEAtoken==";
    private static final String ROLE = "/latest/meta-data/iam/security-credentials/";

    private final HttpServer server;
    private final String address;

    private InstanceMetadata(HttpServer server, String address) {
        this.server = server;
        this.address = address;
    }

    /** @param address of the host, on which it is served as well */
    static InstanceMetadata serve(Vertx vertx, String address) {
        return new InstanceMetadata(
                await(vertx.createHttpServer()
                        .requestHandler(request -> answer(request, address))
                        .listen(0, address)),
                address);
    }

    /** What curl must be told to find it at its well-known address. */
    String curlConfiguration() {
        return "connect-to = \"169.254.169.254:80:%s:%d\"\n".formatted(address, server.actualPort());
    }

    /** What the AWS SDK must be told. */
    String url() {
        return "http://%s:%d".formatted(address, server.actualPort());
    }

    @Override
    public void close() {
        await(server.close());
    }

    private static void answer(HttpServerRequest request, String address) {
        boolean forToken =
                HttpMethod.PUT.equals(request.method()) && request.path().equals("/latest/api/token");
        if (forToken) {
            String seconds = request.getHeader("X-aws-ec2-metadata-token-ttl-seconds");
            request.response()
                    .putHeader("X-aws-ec2-metadata-token-ttl-seconds", String.valueOf(seconds))
                    .end(TOKEN);
        } else if (!TOKEN.equals(request.getHeader("X-aws-ec2-metadata-token"))) {
            request.response().setStatusCode(401).end();
        } else {
            switch (request.path()) {
                case "/latest/meta-data/local-ipv4" -> request.response().end(address);
                case ROLE -> request.response().end("anb");
                case ROLE + "anb" -> request.response().end(keys());
                default -> request.response().setStatusCode(404).end();
            }
        }
    }

    private static String keys() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new JsonObject()
                .put("Code", "Success")
                .put("LastUpdated", now.toString())
                .put("Type", "AWS-HMAC")
                .put("AccessKeyId", "ASIAROLE")
                .put("SecretAccessKey", "secret")
                .put("Token", "token")
                .put("Expiration", now.plus(6, ChronoUnit.HOURS).toString())
                .encode();
    }
}
