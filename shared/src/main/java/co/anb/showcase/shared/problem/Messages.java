package co.anb.showcase.shared.problem;

import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The sentences that people read, in Spanish (the root of each bundle) and English. {@code problems} holds those of the
 * catalogue; a service that has more brings a bundle of its own, {@code messages-auth}, {@code messages-api} or
 * {@code messages-worker}. All are read once, when {@link #load()} or anything else here is first called, which must
 * not be on an event loop.
 */
public final class Messages {

    /** The contest's language. */
    public static final Locale SPANISH = Locale.forLanguageTag("es");

    private static final List<String> BUNDLES = List.of("problems", "messages-auth", "messages-api", "messages-worker");
    private static final Map<String, String> KEY_TO_SPANISH = read(SPANISH);
    private static final Map<String, String> KEY_TO_ENGLISH = read(Locale.ENGLISH);

    private Messages() {}

    /** Reads the bundles, if that was not done before: called at start, so that no event loop has to. */
    public static void load() {
        // The static initialiser has done it.
    }

    /**
     * The sentence of a key.
     *
     * @param locale Spanish for all but English
     * @param key a key of one of the bundles
     * @param arguments put into the places {@code {0}}, {@code {1}} … of {@link MessageFormat}
     * @throws IllegalArgumentException for a key that no bundle has: our bug
     */
    public static String text(Locale locale, String key, Object... arguments) {
        boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
        String pattern = (english ? KEY_TO_ENGLISH : KEY_TO_SPANISH).get(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no message " + key);
        }
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

    private static Map<String, String> read(Locale locale) {
        Map<String, String> messages = new HashMap<>();
        for (String name : BUNDLES) {
            ResourceBundle bundle = bundle(name, locale);
            if (bundle != null) {
                bundle.keySet().forEach(key -> messages.putIfAbsent(key, bundle.getString(key)));
            }
        }
        return Map.copyOf(messages);
    }

    private static @Nullable ResourceBundle bundle(String name, Locale locale) {
        try {
            // Without the fallback: the machine's own language must not decide what a client reads.
            ResourceBundle.Control exact =
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
            return ResourceBundle.getBundle(name, locale, Messages.class.getClassLoader(), exact);
        } catch (MissingResourceException e) {
            return null;
        }
    }
}
