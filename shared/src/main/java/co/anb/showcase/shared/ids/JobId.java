package co.anb.showcase.shared.ids;

import java.util.Objects;
import java.util.UUID;

/**
 * The job that processes a video; clients know it as <code>task_id</code>.
 *
 * @param value the bare UUID
 */
public record JobId(UUID value) {

    /** Checks that there is a value. */
    public JobId {
        Objects.requireNonNull(value, "value");
    }

    /** A new identifier. */
    public static JobId next() {
        return new JobId(Ids.next());
    }

    /** The canonical text of 36 characters, as clients see it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
