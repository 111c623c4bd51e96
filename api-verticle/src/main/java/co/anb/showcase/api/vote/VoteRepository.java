package co.anb.showcase.api.vote;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Votes and their counters. The row ({@code PRIMARY KEY (video_id, user_id)}) is the proof of a vote; the counter moves
 * in the same transaction. Plans: one row by primary key in {@code videos}, {@code votes} and {@code video_stats} each.
 *
 * <p>No deadlock: whoever holds a counter's lock waits for no vote that another one holds. A cast locks its vote, then
 * the counter; a withdrawal locks the counter, then deletes a committed vote, which nobody else keeps locked while it
 * waits for the counter.
 */
final class VoteRepository {

    // The counter is an upsert, so that a vote counts although a publication forgot the counter's row.
    private static final String CAST = """
            WITH candidate AS (
              SELECT id, user_id = $2 AS own FROM videos WHERE id = $1 AND published_at IS NOT NULL),
            accepted AS (
              INSERT INTO votes (video_id, user_id)
              SELECT id, $2 FROM candidate WHERE $3 OR NOT own
              ON CONFLICT (video_id, user_id) DO NOTHING
              RETURNING video_id, voted_at),
            counted AS (
              INSERT INTO video_stats AS stats (video_id, votes, last_vote_at)
              SELECT video_id, 1, voted_at FROM accepted
              ON CONFLICT (video_id) DO UPDATE
              SET votes = stats.votes + 1, last_vote_at = greatest(stats.last_vote_at, excluded.last_vote_at)
              RETURNING 1)
            SELECT (SELECT own FROM candidate) AS own, EXISTS (SELECT 1 FROM counted) AS accepted
            """;

    /**
     * Votes, in one statement.
     *
     * @param ownVideo whether one's own video may be voted for
     */
    Future<VoteOutcome> cast(SqlClient client, VideoId video, UserId voter, boolean ownVideo) {
        return client.preparedQuery(CAST)
                .execute(Tuple.of(video.value(), voter.value(), ownVideo))
                .map(rows -> outcome(rows.iterator().next(), ownVideo));
    }

    // Locked in a statement of its own, so that the next one sees every vote that was counted before.
    private static final String LOCK_COUNTER = "SELECT votes FROM video_stats WHERE video_id = $1 FOR UPDATE";

    private static final String WITHDRAW = """
            WITH gone AS (
              DELETE FROM votes WHERE video_id = $1 AND user_id = $2 RETURNING voted_at)
            UPDATE video_stats stats
            SET votes = stats.votes - 1,
                last_vote_at = CASE
                  WHEN stats.last_vote_at > gone.voted_at THEN stats.last_vote_at
                  ELSE (SELECT max(voted_at) FROM votes WHERE video_id = $1 AND user_id <> $2) END
            FROM gone WHERE stats.video_id = $1
            """;

    /**
     * Takes a vote back.
     *
     * @param tx a transaction of its own
     * @return whether there was one
     */
    Future<Boolean> withdraw(SqlConnection tx, VideoId video, UserId voter) {
        return tx.preparedQuery(LOCK_COUNTER)
                .execute(Tuple.of(video.value()))
                .compose(locked -> tx.preparedQuery(WITHDRAW).execute(Tuple.of(video.value(), voter.value())))
                .map(RowSet::rowCount)
                .map(rows -> rows > 0);
    }

    private static VoteOutcome outcome(Row row, boolean ownVideo) {
        Boolean own = row.getBoolean("own");
        if (own == null) {
            return VoteOutcome.VIDEO_NOT_FOUND;
        }
        if (row.getBoolean("accepted")) {
            return VoteOutcome.ACCEPTED;
        }
        return own && !ownVideo ? VoteOutcome.OWN_VIDEO : VoteOutcome.ALREADY_VOTED;
    }
}
