package co.anb.showcase.testkit.contract;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

/**
 * The HTTP client of integration tests. Every answer that it receives is held against docs/openapi.yaml; one that
 * breaks the contract fails the returned future with an {@link AssertionError} that names the operation.
 *
 * <p>Test threads write {@code client.get("/api/videos").bearer(token).send().await()}.
 */
public final class ContractClient implements AutoCloseable {

    private static final int CONNECTIONS = 256;

    private final WebClient client;
    private final ContractCheck check;

    private ContractClient(WebClient client, ContractCheck check) {
        this.client = client;
        this.check = check;
    }

    /** A client of a server on loopback that must keep the project's contract. */
    public static ContractClient to(Vertx vertx, int port) {
        return to(vertx, port, Contract.ofProject());
    }

    static ContractClient to(Vertx vertx, int port, Contract contract) {
        WebClientOptions options = new WebClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setFollowRedirects(false)
                .setUserAgent("anb-contract-client");
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS);
        return new ContractClient(WebClient.create(vertx, options, pool), new ContractCheck(contract));
    }

    /** A GET of a path, which may have a query. */
    public ContractRequest get(String path) {
        return request(HttpMethod.GET, path);
    }

    /** A HEAD. */
    public ContractRequest head(String path) {
        return request(HttpMethod.HEAD, path);
    }

    /** A POST. */
    public ContractRequest post(String path) {
        return request(HttpMethod.POST, path);
    }

    /** A PUT. */
    public ContractRequest put(String path) {
        return request(HttpMethod.PUT, path);
    }

    /** A PATCH. */
    public ContractRequest patch(String path) {
        return request(HttpMethod.PATCH, path);
    }

    /** A DELETE. */
    public ContractRequest delete(String path) {
        return request(HttpMethod.DELETE, path);
    }

    /** Any method. */
    public ContractRequest request(HttpMethod method, String path) {
        return new ContractRequest(client.request(method, path), method, path, check);
    }

    /** The same judgement for answers that a test fetched by other means, such as a raw socket. */
    public ContractCheck check() {
        return check;
    }

    @Override
    public void close() {
        client.close();
    }
}
