package co.anb.showcase.shared.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Entity tags (RFC 9110 §8.8.3). */
public final class Tags {

    private static final int HASH_BYTES = 16;

    private Tags() {}

    /** What a strong tag of a content is made of; needs quotes around it. */
    public static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Whether the header {@code If-None-Match} names a tag (RFC 9110 §13.1.2); the comparison is weak, so that a proxy
     * that compressed the answer may ask too.
     */
    static boolean isAmong(String tag, String ifNoneMatch) {
        return ifNoneMatch.equals(tag)
                || Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .anyMatch(one ->
                                one.equals("*") || one.replaceFirst("^W/", "").equals(tag));
    }
}
