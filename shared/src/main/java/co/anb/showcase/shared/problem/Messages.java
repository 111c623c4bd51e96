package co.anb.showcase.shared.problem;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sentences that people read, in Spanish (the root of each bundle) and English. {@code problems} holds those of the
 * catalogue; a service that has more brings a bundle of its own, {@code messages-auth}, {@code messages-api} or
 * {@code messages-worker}.
 */
public final class Messages {

    /** The contest's language. */
    public static final Locale SPANISH = Locale.forLanguageTag("es");

    private static final List<String> BUNDLES = List.of("problems", "messages-auth", "messages-api", "messages-worker");
    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Messages() {}

    /**
     * The sentence of a key.
     *
     * @param locale Spanish for all but English
     * @param key a key of one of the bundles
     * @param arguments put into the places {@code {0}}, {@code {1}} … of {@link MessageFormat}
     * @throws IllegalArgumentException for a key that no bundle has: our bug
     */
    public static String text(Locale locale, String key, Object... arguments) {
        String pattern = BUNDLES.stream()
                .map(name -> bundle(name, locale))
                .filter(Objects::nonNull)
                .flatMap(bundle -> lookUp(bundle, key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no message " + key));
        return new MessageFormat(pattern, locale).format(arguments);
    }

    /**
     * Chooses the language of an answer.
     *
     * @param acceptLanguage the header {@code Accept-Language} (RFC 9110 §12.5.4), or null
     * @return English when it is preferred to Spanish, else Spanish
     */
    public static Locale preferred(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return SPANISH;
        }
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage);
            Locale best = Locale.lookup(ranges, List.of(SPANISH, Locale.ENGLISH));
            return best == null ? SPANISH : best;
        } catch (IllegalArgumentException e) {
            return SPANISH;
        }
    }

    private static @Nullable ResourceBundle bundle(String name, Locale locale) {
        try {
            return ResourceBundle.getBundle(name, locale, Messages.class.getClassLoader(), EXACT);
        } catch (MissingResourceException e) {
            return null;
        }
    }

    private static Stream<String> lookUp(ResourceBundle bundle, String key) {
        return bundle.containsKey(key) ? Stream.of(bundle.getString(key)) : Stream.empty();
    }
}
