package co.anb.showcase.shared.ids;

import java.util.Objects;
import java.util.UUID;

/**
 * A player's video.
 *
 * @param value the bare UUID
 */
public record VideoId(UUID value) {

    /** Checks that there is a value. */
    public VideoId {
        Objects.requireNonNull(value, "value");
    }

    /** A new identifier. */
    public static VideoId next() {
        return new VideoId(Ids.next());
    }

    /** The canonical text of 36 characters, as clients see it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
