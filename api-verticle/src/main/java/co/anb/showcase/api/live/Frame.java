package co.anb.showcase.api.live;

import co.anb.showcase.shared.http.Tags;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * An event as it goes over the wire (HTML, section 9.2), the same buffer for every client. Its id is a hash of its
 * data, so that every node gives one state the same id, and a state that did not change is known by it.
 *
 * @param id the version of the state
 * @param bytes the event; not to be changed
 */
record Frame(String id, Buffer bytes) {

    /**
     * The event of a state.
     *
     * @param json in one line
     */
    static Frame of(Buffer json) {
        String id = Tags.hash(json.getBytes());
        Buffer bytes = Buffer.buffer(json.length() + id.length() + 16)
                .appendString("id: " + id + "\ndata: ", StandardCharsets.US_ASCII.name())
                .appendBuffer(json)
                .appendString("\n\n");
        return new Frame(id, bytes);
    }
}
