package co.anb.showcase.api.vote;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Votes, their counters and the tickets of those who send them. The row ({@code PRIMARY KEY (video_id, user_id)}) is
 * the proof of a vote; the counter moves in the same transaction. Plans: by primary key for each key of a batch.
 *
 * <p>No deadlock between processes: votes are inserted and counters locked in PostgreSQL's own order of ids (Java's is
 * another), and whoever holds a counter's lock waits for no vote that another one holds. A cast locks its votes, then
 * counters; a withdrawal locks counters, then deletes committed votes, which nobody else keeps locked while he waits
 * for a counter. A ticket is locked by its own connection and by the one that takes its place, which holds nothing
 * else.
 */
final class VoteRepository {

    private static final String OPEN_TICKET = """
            WITH forgotten AS (
              DELETE FROM vote_tickets WHERE id IN (
                SELECT id FROM vote_tickets
                WHERE used_at < now() - interval '1 hour' AND id IS DISTINCT FROM $2 FOR UPDATE SKIP LOCKED)),
            former AS (
              UPDATE vote_tickets SET closed = true WHERE id IN (
                SELECT id FROM vote_tickets WHERE id = $2 FOR UPDATE SKIP LOCKED))
            INSERT INTO vote_tickets (id) VALUES ($1)
            """;

    /**
     * Lets a connection send batches, and forgets tickets that nobody can ask for any more. A batch on the former
     * connection that the server runs just now may end; none can begin any more.
     */
    Future<Void> openTicket(SqlClient client, UUID ticket, Optional<UUID> former) {
        return client.preparedQuery(OPEN_TICKET)
                .execute(Tuple.of(ticket, former.orElse(null)))
                .mapEmpty();
    }

    private static final String CLOSE_TICKET =
            "UPDATE vote_tickets SET closed = true WHERE id = $1 RETURNING batch, videos, users";

    /**
     * Waits for the batch that a lost connection may still be running, and lets no other one in. May be repeated.
     *
     * @return the last batch that was committed; empty when there is no such ticket
     */
    Future<Optional<Receipt>> closeTicket(SqlClient client, UUID ticket) {
        return client.preparedQuery(CLOSE_TICKET).execute(Tuple.of(ticket)).map(VoteRepository::receipt);
    }

    private static final String DELETE_TICKET = "DELETE FROM vote_tickets WHERE id = $1";

    /** Removes the ticket of a connection that has no batch under way. */
    Future<Void> deleteTicket(SqlClient client, UUID ticket) {
        return client.preparedQuery(DELETE_TICKET).execute(Tuple.of(ticket)).mapEmpty();
    }

    // The ticket is locked before the first vote is inserted, and written when it is known which ones were.
    private static final String WITH_TICKET = """
            WITH ticket AS (SELECT id FROM vote_tickets WHERE id = $1 AND NOT closed FOR UPDATE),
            asked AS (SELECT * FROM unnest($3::uuid[], $4::uuid[]) AS a (video_id, user_id)),
            """;

    private static final String WRITE_TICKET = """
            UPDATE vote_tickets t
            SET batch = $2, used_at = now(),
                videos = CASE WHEN found.n < cardinality($3) THEN ARRAY(SELECT video_id FROM changed) END,
                users = CASE WHEN found.n < cardinality($3) THEN ARRAY(SELECT user_id FROM changed) END
            FROM ticket, (SELECT count(*) AS n FROM changed) found
            WHERE t.id = ticket.id
            RETURNING t.batch, t.videos, t.users
            """;

    // The counter is an upsert, so that a vote counts although a publication forgot the counter's row.
    private static final String CAST = WITH_TICKET + """
            changed AS (
              INSERT INTO votes (video_id, user_id)
              SELECT a.video_id, a.user_id FROM asked a JOIN videos v ON v.id = a.video_id
              WHERE v.published_at IS NOT NULL AND ($5 OR v.user_id <> a.user_id) AND EXISTS (SELECT 1 FROM ticket)
              ORDER BY a.video_id, a.user_id
              ON CONFLICT (video_id, user_id) DO NOTHING
              RETURNING video_id, user_id, voted_at),
            counted AS (
              INSERT INTO video_stats AS stats (video_id, votes, last_vote_at)
              SELECT video_id, count(*), max(voted_at) FROM changed GROUP BY video_id ORDER BY video_id
              ON CONFLICT (video_id) DO UPDATE
              SET votes = stats.votes + excluded.votes,
                  last_vote_at = greatest(stats.last_vote_at, excluded.last_vote_at))
            """ + WRITE_TICKET;

    /**
     * Votes for all keys in one statement, which is the transaction.
     *
     * @param batch its number on the ticket
     * @param keys each once
     * @param ownVideo whether one's own video may be voted for
     * @return empty when the ticket is closed or gone; then nothing was written
     */
    Future<Optional<Receipt>> cast(SqlClient client, UUID ticket, long batch, List<VoteKey> keys, boolean ownVideo) {
        Tuple values = keys(Tuple.of(ticket, batch), keys).addBoolean(ownVideo);
        return client.preparedQuery(CAST).execute(values).map(VoteRepository::receipt);
    }

    private static final String UNCHANGED = """
            SELECT a.video_id, a.user_id,
                   CASE WHEN v.id IS NULL THEN 'VIDEO_NOT_FOUND'
                        WHEN EXISTS (SELECT 1 FROM votes p WHERE p.video_id = a.video_id AND p.user_id = a.user_id)
                          THEN 'ALREADY_VOTED'
                        WHEN v.user_id = a.user_id AND NOT $3 THEN 'OWN_VIDEO' END AS outcome
            FROM unnest($1::uuid[], $2::uuid[]) AS a (video_id, user_id)
            LEFT JOIN videos v ON v.id = a.video_id AND v.published_at IS NOT NULL
            """;

    /** Tells why votes were not inserted; leaves out a key for which there is no reason any more. */
    Future<Map<VoteKey, VoteOutcome>> explain(SqlClient client, List<VoteKey> keys, boolean ownVideo) {
        return client.preparedQuery(UNCHANGED)
                .execute(keys(Tuple.tuple(), keys).addBoolean(ownVideo))
                .map(rows -> {
                    Map<VoteKey, VoteOutcome> outcomes = new HashMap<>();
                    for (Row row : rows) {
                        @Nullable String outcome = row.getString("outcome");
                        if (outcome != null) {
                            outcomes.put(
                                    new VoteKey(row.getUUID("video_id"), row.getUUID("user_id")),
                                    VoteOutcome.valueOf(outcome));
                        }
                    }
                    return outcomes;
                });
    }

    // Locked in a statement of its own, so that the next one sees every vote that was counted before.
    private static final String LOCK_COUNTERS = """
            SELECT video_id FROM video_stats WHERE video_id = ANY ($1::uuid[]) ORDER BY video_id FOR UPDATE
            """;

    private static final String WITHDRAW = WITH_TICKET + """
            changed AS (
              DELETE FROM votes v USING asked a
              WHERE v.video_id = a.video_id AND v.user_id = a.user_id AND EXISTS (SELECT 1 FROM ticket)
              RETURNING v.video_id, v.user_id, v.voted_at),
            fewer AS (
              SELECT video_id, count(*) AS votes, max(voted_at) AS newest FROM changed GROUP BY video_id),
            counted AS (
              UPDATE video_stats stats
              SET votes = greatest(0, stats.votes - fewer.votes),
                  last_vote_at = CASE
                    WHEN stats.last_vote_at > fewer.newest THEN stats.last_vote_at
                    ELSE (SELECT max(v.voted_at) FROM votes v
                          WHERE v.video_id = fewer.video_id
                            AND v.user_id NOT IN (SELECT c.user_id FROM changed c WHERE c.video_id = fewer.video_id))
                    END
              FROM fewer WHERE stats.video_id = fewer.video_id)
            """ + WRITE_TICKET;

    /**
     * Takes votes back.
     *
     * @param tx a transaction of its own
     * @return empty when the ticket is closed or gone; then nothing was written
     */
    Future<Optional<Receipt>> withdraw(SqlConnection tx, UUID ticket, long batch, List<VoteKey> keys) {
        Tuple videos = Tuple.tuple().addArrayOfUUID(all(keys, VoteKey::video));
        return tx.preparedQuery(LOCK_COUNTERS)
                .execute(videos)
                .compose(locked -> tx.preparedQuery(WITHDRAW).execute(keys(Tuple.of(ticket, batch), keys)))
                .map(VoteRepository::receipt);
    }

    private static Tuple keys(Tuple before, List<VoteKey> keys) {
        return before.addArrayOfUUID(all(keys, VoteKey::video)).addArrayOfUUID(all(keys, VoteKey::user));
    }

    private static UUID[] all(List<VoteKey> keys, Function<VoteKey, UUID> part) {
        UUID[] parts = new UUID[keys.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = part.apply(keys.get(i));
        }
        return parts;
    }

    private static Optional<Receipt> receipt(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        UUID @Nullable [] videos = row.getArrayOfUUIDs("videos");
        UUID @Nullable [] users = row.getArrayOfUUIDs("users");
        return Optional.of(new Receipt(
                row.getLong("batch"),
                videos == null || users == null ? Optional.empty() : Optional.of(zip(videos, users))));
    }

    private static Set<VoteKey> zip(UUID[] videos, UUID[] users) {
        Set<VoteKey> keys = new HashSet<>();
        for (int i = 0; i < videos.length; i++) {
            keys.add(new VoteKey(videos[i], users[i]));
        }
        return keys;
    }
}
