package co.anb.showcase.auth.account;

import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import java.nio.charset.StandardCharsets;

/**
 * What a person gives to get an account.
 *
 * @param email unique ignoring case
 * @param password verbatim
 * @param firstName given name
 * @param lastName family name
 * @param city where the player plays
 * @param country of the city
 */
public record SignUp(
        EmailAddress email, String password, String firstName, String lastName, String city, String country) {

    /** The fewest characters (code points) of a password; there are no other rules (NIST SP 800-63B §5.1.1.2). */
    public static final int MIN_PASSWORD_CHARACTERS = 8;

    /** The most bytes of a password in UTF-8: enough for any sentence, too few to keep a hash busy. */
    public static final int MAX_PASSWORD_BYTES = 1_024;

    private static final int MAX_NAME_LENGTH = 100;

    /**
     * Reads the body of a sign-up.
     *
     * @throws ProblemException VALIDATION_ERROR naming all members at fault; PASSWORD_MISMATCH when that is the only
     *     fault
     */
    static SignUp from(Body body) {
        String firstName = name(body, "first_name");
        String lastName = name(body, "last_name");
        EmailAddress email = email(body);
        String password = password(body);
        String repeated = body.verbatim("password2", 0, MAX_PASSWORD_BYTES);
        String city = name(body, "city");
        String country = name(body, "country");
        body.check();
        if (!password.equals(repeated)) {
            throw ProblemException.of(ProblemType.PASSWORD_MISMATCH)
                    .withError("#/password2", "PASSWORD_MISMATCH.detail");
        }
        return new SignUp(email, password, firstName, lastName, city, country);
    }

    private static String name(Body body, String member) {
        String text = body.text(member, 1, MAX_NAME_LENGTH);
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            body.reject(member, "field.invalid");
        }
        return text;
    }

    private static EmailAddress email(Body body) {
        String typed = body.text("email", 1, EmailAddress.MAX_LENGTH);
        return EmailAddress.parse(typed).orElseGet(() -> {
            if (!typed.isEmpty()) {
                body.reject("email", "field.email");
            }
            return EmailAddress.of("");
        });
    }

    private static String password(Body body) {
        String password = body.verbatim("password1", MIN_PASSWORD_CHARACTERS, MAX_PASSWORD_BYTES);
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES) {
            body.reject("password1", "auth.password-bytes", MAX_PASSWORD_BYTES);
        }
        return password;
    }

    /** Personal data and the password stay out of logs. */
    @Override
    public String toString() {
        return "SignUp[***]";
    }
}
