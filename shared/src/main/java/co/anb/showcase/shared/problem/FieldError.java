package co.anb.showcase.shared.problem;

import java.util.List;
import java.util.Locale;

/**
 * One member or parameter that can't be used.
 *
 * @param pointer a JSON pointer into the body (RFC 6901), or the parameter's name after a hash sign
 * @param messageKey the sentence's key in {@link Messages}
 * @param arguments what the sentence mentions
 */
public record FieldError(String pointer, String messageKey, List<Object> arguments) {

    /** Copies the arguments. */
    public FieldError {
        arguments = List.copyOf(arguments);
    }

    /** The sentence in a language. */
    public String text(Locale locale) {
        return Messages.text(locale, messageKey, arguments.toArray());
    }
}
