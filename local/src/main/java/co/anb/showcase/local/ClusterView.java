package co.anb.showcase.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** Whom a member of the cluster sees, as its health report tells. */
final class ClusterView {

    private ClusterView() {}

    /** @param port of the member's service on 127.0.0.1 */
    static Future<String> of(Vertx vertx, int port) {
        HttpClient client = vertx.createHttpClient();
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/health/ready")
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .map(ClusterView::detail)
                .eventually(client::close);
    }

    private static String detail(Buffer report) {
        return new JsonObject(report)
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .filter(check -> check.getString("id").equals("cluster"))
                        .map(check -> check.getString("detail"))
                        .findFirst()
                        .orElse("none");
    }
}
