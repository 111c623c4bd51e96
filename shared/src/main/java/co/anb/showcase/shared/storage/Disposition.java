package co.anb.showcase.shared.storage;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * What a browser does with an object: shows it or offers to save it, and under which name.
 *
 * @param type show or save
 * @param fileName name for saving, in any script; control characters are dropped
 */
public record Disposition(Type type, Optional<String> fileName) {

    /** Show it in the page; the name is the key's own. */
    public static final Disposition INLINE = new Disposition(Type.INLINE, Optional.empty());

    private static final String ATTR_CHARS = "!#$&+-.^_`|~";
    private static final int LONGEST_NAME = 150;

    /** The two types of RFC 6266 §4.2. */
    public enum Type {
        /** Show it. */
        INLINE,
        /** Offer to save it. */
        ATTACHMENT
    }

    /** Makes the name harmless in a header: no control characters, no endless length. */
    public Disposition {
        fileName = fileName.map(Disposition::clean).filter(name -> !name.isEmpty());
    }

    /** Show it; saved by hand it has this name. */
    public static Disposition inline(String fileName) {
        return new Disposition(Type.INLINE, Optional.of(fileName));
    }

    /** Offer to save it under this name. */
    public static Disposition attachment(String fileName) {
        return new Disposition(Type.ATTACHMENT, Optional.of(fileName));
    }

    /**
     * The header {@code Content-Disposition} (RFC 6266 §4.3): a plain name for old clients, the full one by RFC 8187.
     */
    public String headerValue() {
        String word = type.name().toLowerCase(Locale.ROOT);
        return fileName.map(name -> word + "; filename=\"" + plain(name) + "\"; filename*=UTF-8''" + extended(name))
                .orElse(word);
    }

    private static String clean(String name) {
        String visible = name.codePoints()
                .filter(point -> !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE)
                .limit(LONGEST_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return visible.strip();
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9 ._()-]", "_");
    }

    private static String extended(String name) {
        StringBuilder text = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean attrChar = c < 128 && (Character.isLetterOrDigit(c) || ATTR_CHARS.indexOf(c) >= 0);
            text.append(attrChar ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return text.toString();
    }
}
