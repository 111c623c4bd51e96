package co.anb.showcase.worker.pipeline;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The content is at fault: the video ends as failed, for good. An expected outcome, so it carries no stack trace. */
public final class RejectedVideoException extends Exception {

    private static final String BUNDLE = "co.anb.showcase.worker.pipeline.rejections";
    private static final Locale SPANISH = Locale.forLanguageTag("es-CO");

    private final Rejection reason;
    private final transient List<Object> arguments;

    RejectedVideoException(Rejection reason, Object... arguments) {
        super(sentence(reason, List.of(arguments), Locale.ENGLISH), null, false, false);
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    /**
     * What is wrong.
     *
     * @return the reason, whose name is the {@code error_code}
     */
    public Rejection reason() {
        return reason;
    }

    /**
     * The figures of the sentence.
     *
     * @return numbers and names, in the order of the sentence's places
     */
    public List<Object> arguments() {
        return arguments;
    }

    /**
     * The sentence that the player reads, Spanish.
     *
     * @return one or two sentences that say what is wrong and what to do
     */
    public String sentence() {
        return sentence(reason, arguments, SPANISH);
    }

    /**
     * The sentence that the player reads.
     *
     * @param locale English for any English locale, else Spanish
     * @return one or two sentences that say what is wrong and what to do
     */
    public String sentence(Locale locale) {
        return sentence(reason, arguments, locale);
    }

    private static String sentence(Rejection reason, List<Object> arguments, Locale locale) {
        boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
        // Without the fallback: the machine's own language must not decide what a player reads.
        ResourceBundle.Control exact =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);
        ResourceBundle sentences = ResourceBundle.getBundle(BUNDLE, english ? Locale.ENGLISH : Locale.ROOT, exact);
        MessageFormat format =
                new MessageFormat(sentences.getString(reason.messageKey()), english ? Locale.ENGLISH : SPANISH);
        return format.format(arguments.toArray());
    }
}
