package co.anb.showcase.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What is kept of the contract for one service. */
class OpenApiDocumentTest {

    private static final String CONTRACT = """
            openapi: 3.1.0
            x-anchors: {shared: &shared {'200': {description: ok}}}
            paths:
              /api/things:
                parameters: [{$ref: '#/components/parameters/City'}]
                get: {operationId: listThings, x-service: core, responses: {<<: *shared}}
                post: {operationId: addThing, x-service: core, x-status: planned, responses: {}}
              /auth/me:
                get:
                  operationId: me
                  x-service: auth
                  responses: {'401': {$ref: '#/components/responses/Unauthorized'}}
            components:
              securitySchemes: {bearer: {type: http}}
              parameters: {City: {name: city, in: query}}
              responses:
                Unauthorized: {content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
              schemas: {Problem: {type: object}, Unused: {type: object}}
            """;

    private final JsonObject core = OpenApiDocument.parse(CONTRACT, "core").json();
    private final JsonObject auth = OpenApiDocument.parse(CONTRACT, "auth").json();

    @Test
    void keepsTheServicesOwnOperations() {
        assertThat(core.getJsonObject("paths").fieldNames()).containsExactly("/api/things");
        assertThat(auth.getJsonObject("paths").fieldNames()).containsExactly("/auth/me");
    }

    @Test
    void leavesOutWhatIsPlanned() {
        JsonObject things = core.getJsonObject("paths").getJsonObject("/api/things");

        assertThat(things.fieldNames()).containsExactlyInAnyOrder("parameters", "get");
    }

    @Test
    void expandsAnchors() {
        JsonObject get =
                core.getJsonObject("paths").getJsonObject("/api/things").getJsonObject("get");

        assertThat(core.fieldNames()).doesNotContain("x-anchors");
        assertThat(get.getJsonObject("responses").fieldNames()).containsExactly("200");
    }

    @Test
    void keepsComponentsThatAreReferredTo() {
        JsonObject components = auth.getJsonObject("components");

        assertThat(components.getJsonObject("schemas").fieldNames()).containsExactly("Problem");
        assertThat(components.fieldNames()).containsExactlyInAnyOrder("securitySchemes", "responses", "schemas");
    }
}
