package co.anb.showcase.api.player;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What cities are compared by: {@code Bogotá}, {@code bogota} and {@code BOGOTÁ } are one city.
 *
 * @param value lower case, without accents, blanks collapsed
 */
public record CityKey(String value) {

    /** The most characters of a city that somebody asks for. */
    public static final int LONGEST = 100;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\s]+");

    /** The key of a city as a person writes it. */
    public static CityKey of(String city) {
        String decomposed = Normalizer.normalize(city, Normalizer.Form.NFKD);
        String bare = MARKS.matcher(decomposed).replaceAll("");
        String collapsed = BLANKS.matcher(bare).replaceAll(" ").strip();
        return new CityKey(collapsed.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
