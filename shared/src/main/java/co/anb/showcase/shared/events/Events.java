package co.anb.showcase.shared.events;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of the event bus. Every event is published (all subscribers on all nodes get it), at most once, in
 * order for one publisher and one subscriber. Each is a hint: losing one loses nothing, because whoever listens also
 * looks into the database at an interval.
 */
public enum Events {
    /**
     * A video changed its status, stage or percent. Payload {@link VideoChanged}; published by Core and the worker;
     * consumed by Core's live streams.
     */
    VIDEO_CHANGED("showcase.video.changed"),

    /**
     * A job became due. Payload: none; published by Core after its commit and by the worker after a retry; consumed by
     * every relay.
     */
    JOB_DUE("showcase.job.due"),

    /** An object lost its owner. Payload: none; published by whoever committed it; consumed by every object reaper. */
    OBJECT_DELETION_DUE("showcase.object-deletion.due"),

    /** A session was ended or an account disabled. Payload: none; published by Auth; consumed by Core. */
    REVOKED("showcase.auth.revoked");

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final String address;

    Events(String address) {
        this.address = address;
    }

    /** The address on the bus. */
    public String address() {
        return address;
    }

    /** Publishes an event without a payload. */
    public void publish(EventBus bus) {
        publish(bus, new JsonObject());
    }

    /** Publishes an event. */
    public void publish(EventBus bus, JsonObject payload) {
        bus.publish(address, payload);
    }

    /** Subscribes on the calling context. A consumer that throws is logged and stays subscribed. */
    public MessageConsumer<JsonObject> subscribe(EventBus bus, Consumer<JsonObject> consumer) {
        return bus.consumer(address, message -> {
            try {
                consumer.accept(message.body());
            } catch (RuntimeException e) {
                LOG.error("event could not be consumed address={}", address, e);
            }
        });
    }
}
