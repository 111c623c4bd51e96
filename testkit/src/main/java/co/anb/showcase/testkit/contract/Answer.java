package co.anb.showcase.testkit.contract;

import com.networknt.schema.Schema;
import java.util.Map;
import java.util.Optional;

/**
 * What the contract says of one status of one operation.
 *
 * @param headers header name → what it must be
 * @param content media type → the schema of a JSON body, or empty for bytes; no entry means no body
 */
record Answer(Map<String, Header> headers, Map<String, Optional<Schema>> content) {

    Answer {
        headers = Map.copyOf(headers);
        content = Map.copyOf(content);
    }

    /**
     * A response header.
     *
     * @param required whether it may be absent
     * @param numeric whether its value is read as a whole number before the schema judges it
     * @param schema of its value
     */
    record Header(boolean required, boolean numeric, Schema schema) {}
}
