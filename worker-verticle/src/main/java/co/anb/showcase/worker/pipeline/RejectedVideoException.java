package co.anb.showcase.worker.pipeline;

import co.anb.showcase.shared.problem.Messages;
import java.util.List;
import java.util.Locale;

/** The content is at fault: the video ends as failed, for good. An expected outcome, so it carries no stack trace. */
public final class RejectedVideoException extends Exception {

    private final Rejection reason;
    private final transient List<Object> arguments;

    RejectedVideoException(Rejection reason, Object... arguments) {
        super(Messages.text(Locale.ENGLISH, reason.messageKey(), arguments), null, false, false);
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
        return sentence(Messages.SPANISH);
    }

    /**
     * The sentence that the player reads.
     *
     * @param locale English for any English locale, else Spanish
     * @return one or two sentences that say what is wrong and what to do
     */
    public String sentence(Locale locale) {
        boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
        return Messages.text(english ? Locale.ENGLISH : Messages.SPANISH, reason.messageKey(), arguments.toArray());
    }
}
