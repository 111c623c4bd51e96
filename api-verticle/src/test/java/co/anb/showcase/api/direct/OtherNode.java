package co.anb.showcase.api.direct;

import static co.anb.showcase.testkit.Await.await;

import co.anb.showcase.api.TestApi;
import co.anb.showcase.testkit.ShowcaseServices;
import co.anb.showcase.testkit.Tokens;
import io.vertx.core.Vertx;
import java.util.Map;

/** A second node on the same database and storage: no event loop, event bus or port is shared. */
record OtherNode(Vertx vertx, TestApi api) implements AutoCloseable {

    static OtherNode start(ShowcaseServices services, Tokens tokens, Map<String, String> variables) {
        Vertx vertx = Vertx.vertx();
        return new OtherNode(vertx, TestApi.start(vertx, services, tokens, variables));
    }

    @Override
    public void close() {
        api.close();
        await(vertx.close());
    }
}
