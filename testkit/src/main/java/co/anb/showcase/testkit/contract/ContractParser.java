package co.anb.showcase.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12, into {@link Operation}s. */
final class ContractParser {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final SchemaRegistry schemas = SchemaRegistry.withDialect(Dialects.getOpenApi31());
    private final Map<JsonNode, Schema> compiled = new HashMap<>();
    private final JsonNode document;

    ContractParser(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(1000);
        options.setAllowDuplicateKeys(false);
        Object loaded = new Yaml(new SafeConstructor(options)).load(yaml);
        this.document = new ObjectMapper().valueToTree(loaded);
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(item -> METHODS.contains(item.getKey()))
                        .map(item -> operation(path.getKey(), path.getValue(), item.getKey(), item.getValue()))
                        .forEach(operations::add));
        return operations;
    }

    /** The problem document alone, for answers that belong to no operation. */
    Answer problem() {
        JsonNode schema = document.at("/components/schemas/Problem");
        return new Answer(Map.of(), Map.of("application/problem+json", Optional.of(compile(schema))));
    }

    private Operation operation(String path, JsonNode item, String method, JsonNode node) {
        Map<Integer, Answer> answers = new LinkedHashMap<>();
        node.path("responses")
                .properties()
                .forEach(response ->
                        answers.put(Integer.valueOf(response.getKey()), answer(resolve(response.getValue()))));
        return new Operation(
                text(node, "operationId"),
                method.toUpperCase(Locale.ROOT),
                new PathTemplate(path, multiSegment(item, node)),
                text(node, "x-service"),
                node.path("x-status").asText().equals("planned"),
                answers);
    }

    private Set<String> multiSegment(JsonNode item, JsonNode operation) {
        return Stream.concat(stream(item.path("parameters")), stream(operation.path("parameters")))
                .map(this::resolve)
                .filter(parameter -> parameter.path("x-multi-segment").asBoolean())
                .map(parameter -> text(parameter, "name"))
                .collect(Collectors.toSet());
    }

    private Answer answer(JsonNode response) {
        Map<String, Answer.Header> headers = new LinkedHashMap<>();
        response.path("headers")
                .properties()
                .forEach(header -> headers.put(header.getKey(), header(resolve(header.getValue()))));
        Map<String, Optional<Schema>> content = new LinkedHashMap<>();
        response.path("content")
                .properties()
                .forEach(media -> content.put(
                        media.getKey(),
                        Optional.of(media.getValue().path("schema"))
                                .filter(JsonNode::isObject)
                                .map(this::compile)));
        return new Answer(headers, content);
    }

    private Answer.Header header(JsonNode header) {
        JsonNode schema = header.path("schema");
        boolean numeric = schema.path("type").asText().equals("integer");
        return new Answer.Header(header.path("required").asBoolean(), numeric, compile(schema));
    }

    /** A schema that carries the document's components with it, so that its references resolve. */
    Schema compile(JsonNode schema) {
        return compiled.computeIfAbsent(schema, this::withComponents);
    }

    private Schema withComponents(JsonNode schema) {
        ObjectNode self = schema.deepCopy();
        self.putObject("components").set("schemas", document.at("/components/schemas"));
        return schemas.getSchema(self);
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isMissingNode()) {
            return node;
        }
        JsonNode target = document.at(reference.asText().substring(1));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException("dangling reference " + reference.asText());
        }
        return resolve(target);
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no " + name + " in " + node);
        }
        return value.asText();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
