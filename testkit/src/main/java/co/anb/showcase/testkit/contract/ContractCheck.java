package co.anb.showcase.testkit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges one answer: its status must be documented for the operation, its content type and body must be the documented
 * ones, and required headers must be there. Outside {@code /api} and {@code /auth} there is no contract to break.
 */
public final class ContractCheck {

    /** Given by the server before a request reaches any route: RFC 9110 §15.5.15, RFC 6585 §5. */
    private static final List<Integer> BEFORE_ROUTING = List.of(414, 431);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Contract contract;

    /** A check against a contract. */
    public ContractCheck(Contract contract) {
        this.contract = contract;
    }

    /**
     * Judges an answer.
     *
     * @param method upper case
     * @param path the requested path, with or without query
     * @param body null where the transport gave none
     * @throws AssertionError that names the operation and everything that is wrong
     */
    public void verify(String method, String path, int status, MultiMap headers, @Nullable Buffer body) {
        List<String> faults = faults(method, path, status, headers, body == null ? Buffer.buffer() : body);
        if (!faults.isEmpty()) {
            throw new AssertionError("docs/openapi.yaml is broken by " + name(method, path) + ", status " + status
                    + ":\n  - " + String.join("\n  - ", faults) + "\nbody: " + excerpt(body));
        }
    }

    private List<String> faults(String method, String pathAndQuery, int status, MultiMap headers, Buffer body) {
        String path = pathOf(pathAndQuery);
        if (!isCovered(path)) {
            return List.of();
        }
        if (BEFORE_ROUTING.contains(status)) {
            return judge(contract.problem(), false, headers, body);
        }
        Optional<Operation> operation = contract.find(method, path);
        if (operation.isEmpty()) {
            return judgeUnknown(path, status, headers, body);
        }
        Answer answer = operation.get().answers().get(status);
        return answer == null
                ? List.of("the status is not documented")
                : judge(answer, method.equals("HEAD"), headers, body);
    }

    private List<String> judgeUnknown(String path, int status, MultiMap headers, Buffer body) {
        int expected = contract.knows(path) ? 405 : 404;
        // A router may ask who is there before it looks for what is there.
        if (status != expected && status != 401) {
            return List.of("no such operation, so the status must be " + expected);
        }
        List<String> faults = new ArrayList<>(judge(contract.problem(), false, headers, body));
        if (status == 405 && !headers.contains("Allow")) {
            faults.add("header Allow is missing");
        }
        return faults;
    }

    private static List<String> judge(Answer answer, boolean withoutBody, MultiMap headers, Buffer body) {
        List<String> faults = new ArrayList<>();
        answer.headers().forEach((name, header) -> judgeHeader(name, header, headers.get(name), faults));
        if (answer.content().isEmpty()) {
            if (body.length() > 0) {
                faults.add("no body is documented");
            }
            return faults;
        }
        String type = mediaType(headers.get("Content-Type"));
        Optional<Schema> schema = answer.content().get(type);
        if (schema == null) {
            // The answer to a HEAD may leave out what only a body would have (RFC 9110 §9.3.2).
            if (!withoutBody || !type.isEmpty()) {
                faults.add("content type '" + type + "' is not one of "
                        + answer.content().keySet());
            }
        } else if (!withoutBody) {
            schema.ifPresent(found -> judgeBody(found, body, faults));
        }
        return faults;
    }

    private static void judgeHeader(String name, Answer.Header header, @Nullable String value, List<String> faults) {
        if (value == null) {
            if (header.required()) {
                faults.add("header " + name + " is missing");
            }
            return;
        }
        boolean number = header.numeric() && value.matches("-?\\d{1,18}");
        JsonNode node = number ? LongNode.valueOf(Long.parseLong(value)) : TextNode.valueOf(value);
        header.schema().validate(node).forEach(error -> faults.add("header " + name + ": " + error));
    }

    private static void judgeBody(Schema schema, Buffer body, List<String> faults) {
        try {
            JsonNode json = JSON.readTree(body.getBytes());
            schema.validate(json).forEach(error -> faults.add("body " + error));
        } catch (JsonProcessingException e) {
            faults.add("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String name(String method, String path) {
        return contract.find(method, pathOf(path)).map(Operation::toString).orElse(method + " " + path);
    }

    private static boolean isCovered(String path) {
        return path.equals("/api") || path.startsWith("/api/") || path.startsWith("/auth/");
    }

    private static String pathOf(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameter = contentType.indexOf(';');
        String type = parameter < 0 ? contentType : contentType.substring(0, parameter);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static String excerpt(@Nullable Buffer body) {
        String text = body == null ? "" : body.getString(0, Math.min(body.length(), 2000));
        return text.isEmpty() ? "(empty)" : text;
    }
}
