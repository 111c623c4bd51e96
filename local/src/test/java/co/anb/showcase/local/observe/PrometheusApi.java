package co.anb.showcase.local.observe;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;

/** Prometheus as people reach it: behind the gateway. */
final class PrometheusApi {

    private final WebClient client;
    private final int port;

    PrometheusApi(WebClient client, int port) {
        this.client = client;
        this.port = port;
    }

    /** The series that an expression finds now; fails when Prometheus refuses it. */
    List<JsonObject> query(String expression) {
        JsonObject data = get("query", "query", expression).getJsonObject("data");
        return data.getString("resultType").equals("vector")
                ? GrafanaFiles.objects(data, "result")
                : List.of(new JsonObject().put("value", data.getValue("result")));
    }

    /** The value of an expression that finds one series. */
    double value(String expression) {
        List<JsonObject> found = query(expression);
        assertThat(found).as(expression).hasSize(1);
        return Double.parseDouble(found.get(0).getJsonArray("value").getString(1));
    }

    JsonObject get(String path, String parameter, String value) {
        HttpResponse<Buffer> answer = await(client.get(port, "127.0.0.1", "/prometheus/api/v1/" + path)
                .addQueryParam(parameter, value)
                .send());
        assertThat(answer.statusCode()).as(value + "\n" + answer.bodyAsString()).isEqualTo(200);
        return answer.bodyAsJsonObject();
    }
}
