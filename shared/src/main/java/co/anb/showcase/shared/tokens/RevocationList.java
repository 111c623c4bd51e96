package co.anb.showcase.shared.tokens;

import co.anb.showcase.shared.ids.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revocations that this process knows. Entries leave when the last token that they could hit has expired, so the
 * list is bounded by the logouts of one token lifetime. Safe for all threads.
 */
public final class RevocationList implements Revocations {

    private record UserEntry(Instant at, Instant until) {}

    private final Map<UUID, Instant> sessionToUntil = new ConcurrentHashMap<>();
    private final Map<UserId, UserEntry> userToEntry = new ConcurrentHashMap<>();
    private final Clock clock;

    /** An empty list. */
    public RevocationList(Clock clock) {
        this.clock = clock;
    }

    /** Adds an entry; adding it again changes nothing. */
    public void add(Revocation entry) {
        entry.sessionId().ifPresent(id -> sessionToUntil.put(id, entry.until()));
        entry.userId()
                .ifPresent(id -> userToEntry.merge(
                        id,
                        new UserEntry(entry.at().orElse(Instant.MAX), entry.until()),
                        (old, added) -> old.at().isAfter(added.at()) ? old : added));
    }

    @Override
    public boolean isRevoked(AccessToken token) {
        if (sessionToUntil.containsKey(token.sessionId())) {
            return true;
        }
        UserEntry user = userToEntry.get(token.userId());
        return user != null && !token.issuedAt().isAfter(user.at());
    }

    /** Forgets what can hit no token any more. */
    public void forgetExpired() {
        Instant now = clock.instant();
        sessionToUntil.values().removeIf(until -> until.isBefore(now));
        userToEntry.values().removeIf(entry -> entry.until().isBefore(now));
    }

    /** How many entries are known. */
    public int size() {
        return sessionToUntil.size() + userToEntry.size();
    }
}
