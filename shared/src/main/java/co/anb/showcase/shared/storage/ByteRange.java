package co.anb.showcase.shared.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes as RFC 9110 §14.1.2 writes it: {@code first-last}, {@code first-} or {@code -suffix}.
 *
 * @param first position of the first byte, null for a suffix
 * @param last position of the last byte (inclusive), null for "to the end"; for a suffix the number of bytes
 */
public record ByteRange(@Nullable Long first, @Nullable Long last) {

    private static final Pattern SINGLE = Pattern.compile("bytes=[ \t]*(\\d{1,18})?-(\\d{1,18})?[ \t]*");

    /** Checks that the range is one. */
    public ByteRange {
        if (first == null && last == null) {
            throw new IllegalArgumentException("a range has a first or a last byte");
        }
        boolean negative = (first != null && first < 0) || (last != null && last < 0);
        boolean backwards = first != null && last != null && last < first;
        if (negative || backwards) {
            throw new IllegalArgumentException("no range: " + first + "-" + last);
        }
    }

    /** A part of an object: where it begins and how many bytes it has. */
    public record Span(long offset, long length) {

        /** Checks the bounds. */
        public Span {
            if (offset < 0 || length < 0) {
                throw new IllegalArgumentException("no span: " + offset + "+" + length);
            }
        }
    }

    /** From the first position to the last, both inclusive. */
    public static ByteRange of(long first, long last) {
        return new ByteRange(first, last);
    }

    /** From a position to the end. */
    public static ByteRange from(long first) {
        return new ByteRange(first, null);
    }

    /** The last bytes of the object. */
    public static ByteRange suffix(long length) {
        return new ByteRange(null, length);
    }

    /**
     * Reads the header {@code Range}.
     *
     * @return empty when the header has another unit, several ranges or no sense: RFC 9110 §14.2 lets a server ignore
     *     such a header and answer with the whole
     */
    public static Optional<ByteRange> parse(String header) {
        Matcher matcher = SINGLE.matcher(header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long first = number(matcher.group(1));
        Long last = number(matcher.group(2));
        boolean sensible = first == null ? last != null : last == null || first <= last;
        return sensible ? Optional.of(new ByteRange(first, last)) : Optional.empty();
    }

    /** The value of the header {@code Range} that asks for it. */
    public String headerValue() {
        return "bytes=" + (first == null ? "" : first) + "-" + (last == null ? "" : last);
    }

    /**
     * The part of an object of a given length that this range names.
     *
     * @return empty when the range can't be satisfied: it begins past the end, or is a suffix of no bytes
     */
    public Optional<Span> resolve(long total) {
        if (first == null) {
            long length = Math.min(last == null ? 0 : last, total);
            return length == 0 ? Optional.empty() : Optional.of(new Span(total - length, length));
        }
        if (first >= total) {
            return Optional.empty();
        }
        long end = last == null ? total - 1 : Math.min(last, total - 1);
        return Optional.of(new Span(first, end - first + 1));
    }

    private static @Nullable Long number(@Nullable String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }
}
