package co.anb.showcase.shared.ids;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes and parses identifiers. New ones are UUID version 7 (RFC 9562 §5.7): they sort by time of creation. */
public final class Ids {

    /** Characters of the canonical form. */
    public static final int LENGTH = 36;

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
        return isCanonical(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** RFC 9562 §4: 8-4-4-4-12 hexadecimal digits. */
    private static boolean isCanonical(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
