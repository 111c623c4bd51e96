package co.anb.showcase.shared.storage;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of an object: {@code uploads/…}, {@code processed/…} or {@code assets/…}.
 *
 * <p>Every part is made of ASCII letters, digits, point, hyphen and underscore and begins with a letter or digit. So no
 * key can climb out of a folder, name a hidden file, need escaping in a URL, or depend on a file system's character
 * set; the names that people give live in the database.
 *
 * @param value the key itself
 */
public record StorageKey(String value) {

    /** Originals as players sent them. */
    public static final String UPLOADS = "uploads/";

    /** What the worker made: videos and posters. */
    public static final String PROCESSED = "processed/";

    /** Watermark and bumpers. */
    public static final String ASSETS = "assets/";

    private static final int LONGEST_KEY = 400;
    private static final int LONGEST_NAME = 60;
    private static final String NAMELESS = "video";
    private static final Pattern KEY =
            Pattern.compile("(?:uploads|processed|assets)(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,199})+");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Checks the form. */
    public StorageKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a storage key: " + printable(value));
        }
    }

    /** Reads a key that comes from outside; empty when it is not one. */
    public static Optional<StorageKey> parse(String text) {
        return isValid(text) ? Optional.of(new StorageKey(text)) : Optional.empty();
    }

    /**
     * The key of a new original.
     *
     * @param now its UTC date is part of the key
     * @param id makes the key unique
     * @param fileName the name that the player's file had, in any form
     */
    public static StorageKey upload(Instant now, UUID id, String fileName) {
        return new StorageKey(UPLOADS + DAY.format(now) + "/" + id + "-" + safeName(fileName) + ".mp4");
    }

    /**
     * The key of something that a worker's attempt made; two claims never share one, though two may have the same
     * attempt number (one that was given back does not count).
     *
     * @param now its UTC date is part of the key
     * @param videoId whose output
     * @param attempt of the job, from 1
     * @param claimId of the job's fencing token
     * @param extension {@code mp4} or {@code jpg}
     */
    public static StorageKey processed(Instant now, UUID videoId, int attempt, UUID claimId, String extension) {
        return new StorageKey(
                PROCESSED + DAY.format(now) + "/" + videoId + "-a" + attempt + "-" + claimId + "." + extension);
    }

    /** The key of an asset. */
    public static StorageKey asset(String name) {
        return new StorageKey(ASSETS + name);
    }

    /**
     * A file name as it can stand in a key: without folder and extension, folded to lower-case ASCII, at most 60
     * characters, never empty.
     */
    public static String safeName(String fileName) {
        String base = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
                .replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
        String folded = Normalizer.normalize(base, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String bounded = folded.substring(0, Math.min(folded.length(), LONGEST_NAME));
        String trimmed = bounded.replaceAll("^-+|-+$", "");
        return trimmed.isEmpty() ? NAMELESS : trimmed;
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isValid(String text) {
        return text.length() <= LONGEST_KEY && KEY.matcher(text).matches();
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_KEY)).replaceAll("[^ -~]", "?");
    }
}
