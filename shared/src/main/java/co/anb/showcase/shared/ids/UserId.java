package co.anb.showcase.shared.ids;

import java.util.Objects;
import java.util.UUID;

/**
 * A person's account, as the claim <code>sub</code> of his token names it.
 *
 * @param value the bare UUID
 */
public record UserId(UUID value) {

    /** Checks that there is a value. */
    public UserId {
        Objects.requireNonNull(value, "value");
    }

    /** A new identifier. */
    public static UserId next() {
        return new UserId(Ids.next());
    }

    /** The canonical text of 36 characters, as clients see it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
