package co.anb.showcase.testkit.contract;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;

/** One request being put together; each {@code send…} gives an answer that has kept the contract. */
public final class ContractRequest {

    private final HttpRequest<Buffer> request;
    private final HttpMethod method;
    private final String path;
    private final ContractCheck check;

    ContractRequest(HttpRequest<Buffer> request, HttpMethod method, String path, ContractCheck check) {
        this.request = request;
        this.method = method;
        this.path = path;
        this.check = check;
    }

    /** Sends an access token along. */
    @CanIgnoreReturnValue
    public ContractRequest bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** Sends a header along. */
    @CanIgnoreReturnValue
    public ContractRequest header(String name, String value) {
        request.putHeader(name, value);
        return this;
    }

    /** Adds a query parameter, which is encoded. */
    @CanIgnoreReturnValue
    public ContractRequest query(String name, String value) {
        request.addQueryParam(name, value);
        return this;
    }

    /** Sends no body. */
    public Future<HttpResponse<Buffer>> send() {
        return checked(request.send());
    }

    /** Sends JSON. */
    public Future<HttpResponse<Buffer>> sendJson(JsonObject body) {
        return sendBytes("application/json", body.toBuffer());
    }

    /** Sends bytes of a type. */
    public Future<HttpResponse<Buffer>> sendBytes(String contentType, Buffer body) {
        request.putHeader("Content-Type", contentType);
        return checked(request.sendBuffer(body));
    }

    /** Sends {@code application/x-www-form-urlencoded}. */
    public Future<HttpResponse<Buffer>> sendForm(MultiMap form) {
        return checked(request.sendForm(form));
    }

    /** Sends {@code multipart/form-data}, files streamed from the file system. */
    public Future<HttpResponse<Buffer>> sendMultipart(MultipartForm form) {
        return checked(request.sendMultipartForm(form));
    }

    private Future<HttpResponse<Buffer>> checked(Future<HttpResponse<Buffer>> answer) {
        return answer.map(response -> {
            check.verify(method.name(), path, response.statusCode(), response.headers(), response.body());
            return response;
        });
    }
}
