package co.anb.showcase.shared.ids;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Makes and parses identifiers. New ones are UUID version 7 (RFC 9562 §5.7): they sort by time of creation. */
public final class Ids {

    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** One for each thread: a factory has a lock, and event loops must not wait for each other. */
    private static final ThreadLocal<TimeOrderedEpochFactory> FACTORY = ThreadLocal.withInitial(
            () -> new TimeOrderedEpochFactory(() -> ThreadLocalRandom.current().nextLong()));

    private Ids() {}

    /**
     * A new, unique, time-ordered identifier. It names a thing and guards nothing, so its random bits come from the
     * generator that never waits for the operating system, and it may be made on an event loop.
     */
    public static UUID next() {
        return FACTORY.get().create();
    }

    /**
     * Parses the canonical form of 36 characters. {@link UUID#fromString} alone also takes shortened groups, so that
     * two texts would name one thing.
     *
     * @param text what a client sent
     * @return empty when the text is not a UUID
     */
    public static Optional<UUID> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
