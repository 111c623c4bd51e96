package co.anb.showcase.shared.launcher;

import co.anb.showcase.shared.ids.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what the first message would load on an event loop, which it would hold for some 100 ms. */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    /** Blocks: to be called on a thread of one's own, before anything is served. */
    public static void run() {
        JsonObject read = new JsonObject(Buffer.buffer("{\"id\":\"" + Ids.next() + "\"}"));
        LOG.debug("warmed up bytes={}", read.toBuffer().length());
    }
}
