package co.anb.showcase.shared.tokens;

import co.anb.showcase.shared.ids.UserId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of the list that Auth keeps: an ended session, or an account whose tokens issued until then are void.
 *
 * @param sequence grows with each entry, in the order of their commits
 * @param sessionId the ended session, or empty
 * @param userId the account, or empty
 * @param at tokens of the account issued up to this instant are void; empty voids all
 * @param until when the last such token has expired, and the entry may be forgotten
 */
public record Revocation(
        long sequence, Optional<UUID> sessionId, Optional<UserId> userId, Optional<Instant> at, Instant until) {

    /** The entry as it is sent to Core. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("seq", sequence).put("until", until.toString());
        sessionId.ifPresent(id -> json.put("sid", id.toString()));
        userId.ifPresent(id -> json.put("user_id", id.toString()));
        at.ifPresent(instant -> json.put("at", instant.toString()));
        return json;
    }

    /** Reads what {@link #toJson()} wrote. */
    public static Revocation from(JsonObject json) {
        return new Revocation(
                json.getLong("seq"),
                Optional.ofNullable(json.getString("sid")).map(UUID::fromString),
                Optional.ofNullable(json.getString("user_id"))
                        .map(UUID::fromString)
                        .map(UserId::new),
                Optional.ofNullable(json.getString("at")).map(Instant::parse),
                Instant.parse(json.getString("until")));
    }
}
