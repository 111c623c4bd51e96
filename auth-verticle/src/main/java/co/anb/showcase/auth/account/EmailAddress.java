package co.anb.showcase.auth.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address.
 *
 * @param text as the person typed it, blanks at the ends removed
 * @param key the form by which two addresses are the same: NFC and lower case
 */
public record EmailAddress(String text, String key) {

    /** The most characters that a path of SMTP takes (RFC 5321 §4.5.3.1.3, erratum 1690). */
    static final int MAX_LENGTH = 254;

    /** Loose on purpose: only a message that arrives proves an address; letters of all languages (RFC 6531). */
    private static final Pattern ACCEPTED =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=[^@]{3,253}$)"
                    + "(?:[\\p{L}\\p{M}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?\\.)+"
                    + "[\\p{L}\\p{M}\\p{N}-]{2,63}");

    /** Reads an address; empty when it can't be one. */
    public static Optional<EmailAddress> parse(String typed) {
        String text = typed.strip();
        boolean accepted = text.length() <= MAX_LENGTH && ACCEPTED.matcher(text).matches();
        return accepted ? Optional.of(of(text)) : Optional.empty();
    }

    /** An address to look up, whatever it looks like. */
    public static EmailAddress of(String typed) {
        String text = typed.strip();
        return new EmailAddress(
                text, Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "EmailAddress[***]";
    }
}
