package co.anb.showcase.pulumi.boot;

import java.util.regex.Pattern;

/**
 * A file of the release bucket that a host takes only when it is the released one.
 *
 * @param key its key, without a leading slash
 * @param sha256 in hexadecimal
 */
public record Artifact(String key, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Checks the hash. */
    public Artifact {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("the hash of " + key + " is 64 hexadecimal digits, was " + sha256);
        }
    }
}
