package co.anb.showcase.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.Set;

/** The Vert.x of one test class. */
record OwnedVertx(Vertx vertx) implements AutoCloseable {
    /**
     * Closes it; a verticle that the class left deployed is a failure, as whatever it holds open would be in
     * production.
     */
    @Override
    public void close() {
        Set<String> deployed = Set.copyOf(vertx.deploymentIDs());
        Await.await(vertx.close());
        assertThat(deployed).as("verticles that the test class left deployed").isEmpty();
    }
}
