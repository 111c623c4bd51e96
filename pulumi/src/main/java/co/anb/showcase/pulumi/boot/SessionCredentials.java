package co.anb.showcase.pulumi.boot;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys of one lab session. A user-data that holds them is a secret as a whole. */
public record SessionCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {

    private static final Pattern KEY = Pattern.compile("\\S+");

    /** Checks that each is one word. */
    public SessionCredentials {
        if (!Stream.of(accessKeyId, secretAccessKey, sessionToken)
                .allMatch(key -> KEY.matcher(key).matches())) {
            throw new IllegalArgumentException("a session key is one word");
        }
    }

    /** In the form of {@code ~/.aws/credentials}. */
    String file() {
        return """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                aws_session_token = %s
                """.formatted(accessKeyId, secretAccessKey, sessionToken);
    }

    @Override
    public String toString() {
        return "SessionCredentials[***]";
    }
}
