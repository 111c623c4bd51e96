package co.anb.showcase.shared.config;

import java.util.List;

/** The configuration can't be used; the message lists every mistake with its key, one a line. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    ConfigException(List<String> mistakes) {
        super("The configuration has " + mistakes.size() + (mistakes.size() == 1 ? " mistake:" : " mistakes:")
                + "\n  - " + String.join("\n  - ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Each mistake as a sentence that begins with its key. */
    public List<String> mistakes() {
        return mistakes;
    }
}
