package co.anb.showcase.chaos.estate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fault, from a calm beginning to books that balance again. Its end is a row of a table in the log: fault, how it
 * was seen, videos that were accepted, processed, failed and lost meanwhile, and the time from the fault's end until
 * all was well. A video without a 201, because the answer broke, is among the processed and failed only.
 */
public final class Incident {

    private static final Logger log = LoggerFactory.getLogger(Incident.class);

    private final Books books;
    private final Players players;
    private final String fault;
    private final Set<UUID> acceptedBefore;
    private final Set<UUID> endedBefore;
    private String seen = "";
    private Instant over = Instant.MIN;

    private Incident(Books books, Players players, String fault) {
        this.books = books;
        this.players = players;
        this.fault = fault;
        acceptedBefore = players.accepted();
        endedBefore = Set.copyOf(books.endedIds().keySet());
    }

    /** Before the fault, and before the uploads that it is to meet. */
    public static Incident begin(Books books, Players players, String fault) {
        return new Incident(books, players, fault);
    }

    /**
     * The fault has done what it does, and what it hit may recover.
     *
     * @param howItWasSeen the proof that it was there
     */
    public void over(String howItWasSeen) {
        seen = howItWasSeen;
        over = Instant.now();
    }

    /** Waits until the books balance, and tells. */
    public void balance(Duration patience) {
        books.balance(players.accepted(), patience);
        Duration recovery = Duration.between(over, Instant.now());
        Map<UUID, String> ended = books.endedIds();
        Set<UUID> accepted = new HashSet<>(players.accepted());
        accepted.removeAll(acceptedBefore);
        Set<UUID> lost = accepted.stream().filter(id -> !ended.containsKey(id)).collect(Collectors.toSet());
        ended.keySet().removeAll(endedBefore);
        log.info(
                "FAULT | {} | {} | {} | {} | {} | {} | {} s |",
                fault,
                seen,
                accepted.size(),
                ended.values().stream().filter("processed"::equals).count(),
                ended.values().stream().filter("failed"::equals).count(),
                lost.size(),
                "%.1f".formatted(recovery.toMillis() / 1000.0));
    }
}
