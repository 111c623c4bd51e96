package co.anb.showcase.shared.config;

import java.util.Objects;

/**
 * A configuration value that must never be printed: its text form is three asterisks.
 *
 * @param value the secret itself
 */
public record Secret(String value) {

    /** Checks that there is a value. */
    public Secret {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "***";
    }
}
