package co.anb.showcase.api.vote;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import java.time.Duration;

/** Why a request is answered 503 instead of with an outcome. */
enum Refusal {
    /** As many wait as may. */
    QUEUE_FULL,
    /** It has waited too long for a batch; nothing was written. */
    WAITED_TOO_LONG,
    /** The process stops. */
    STOPPING,
    /** The batch was given up at its deadline; the vote may count all the same. */
    DEADLINE,
    /** The database failed the batch; nothing was written. */
    FAILED,
    /** It can't be found out what became of it: its ticket is gone. */
    UNDECIDED;

    private static final Duration LATER = Duration.ofSeconds(1);

    /** The answer. */
    ProblemException toProblem() {
        return ProblemException.of(ProblemType.SERVICE_UNAVAILABLE).retryAfter(LATER);
    }
}
