package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the ranking in portions of 5,000 rows, so that no event loop stands still while it reads them. Whole: one hash
 * join, over a cursor. Changes: one scan each of {@code video_stats} and {@code players} for rows of young
 * transactions, which gives ids alone; then those players, by primary keys and {@code videos_owner}.
 */
final class RankingRepository {

    private static final int PORTION = 5_000;

    private static final String MOMENT = "SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text AS moment";

    /** A moment: what is not visible yet has not ended before it. Of use for {@link #changed}. */
    Future<String> moment(SqlClient client) {
        return client.preparedQuery(MOMENT)
                .execute()
                .map(rows -> rows.iterator().next().getString("moment"));
    }

    // A player is a row of his own whatever his name.
    private static final String COLUMNS = """
            SELECT p.user_id, p.first_name, p.last_name, p.city, p.city_key,
                   coalesce(sum(s.votes), 0)::bigint AS total_votes, max(s.last_vote_at) AS last_vote
            """;

    private static final String COUNTED = """
            JOIN videos v ON v.user_id = p.user_id AND v.published_at IS NOT NULL
            LEFT JOIN video_stats s ON s.video_id = v.id
            GROUP BY p.user_id
            """;

    private static final String ALL = COLUMNS + "FROM players p " + COUNTED;

    /**
     * All players with published videos, in no order.
     *
     * @param tx a transaction of its own
     */
    Future<List<RankedPlayer>> all(SqlConnection tx) {
        return tx.prepare(ALL).compose(statement -> portions(statement.cursor(), new ArrayList<>()));
    }

    private static Future<List<RankedPlayer>> portions(Cursor cursor, List<RankedPlayer> read) {
        return cursor.read(PORTION).compose(rows -> {
            rows.forEach(row -> read.add(fromRow(row)));
            return cursor.hasMore() ? portions(cursor, read) : Future.succeededFuture(read);
        });
    }

    // Whoever publishes a video inserts its counter in the same transaction, so a new player is a changed counter too.
    private static final String TOUCHED = """
            SELECT video_id AS id, true AS is_video FROM video_stats WHERE age(xmin) <= age($1::text::xid)
            UNION ALL
            SELECT user_id, false FROM players WHERE age(xmin) <= age($1::text::xid)
            """;

    private static final String SOME = COLUMNS + """
            FROM (
              SELECT v.user_id FROM unnest($1::uuid[]) AS t (id) JOIN videos v ON v.id = t.id
              UNION
              SELECT id FROM unnest($2::uuid[]) AS u (id)) touched
            JOIN players p ON p.user_id = touched.user_id
            """ + COUNTED;

    /** The players of whom something was written by transactions that ended after a moment; perhaps a few more. */
    Future<List<RankedPlayer>> changed(SqlClient client, String since) {
        return client.preparedQuery(TOUCHED).execute(Tuple.of(since)).compose(rows -> {
            List<UUID> videos = new ArrayList<>();
            List<UUID> players = new ArrayList<>();
            rows.forEach(row -> (row.getBoolean("is_video") ? videos : players).add(row.getUUID("id")));
            return some(client, videos, players, new ArrayList<>());
        });
    }

    private static Future<List<RankedPlayer>> some(
            SqlClient client, List<UUID> videos, List<UUID> players, List<RankedPlayer> read) {
        if (videos.isEmpty() && players.isEmpty()) {
            return Future.succeededFuture(read);
        }
        List<UUID> someVideos = videos.subList(0, Math.min(PORTION, videos.size()));
        List<UUID> somePlayers = players.subList(0, Math.min(PORTION, players.size()));
        Tuple values = Tuple.tuple()
                .addArrayOfUUID(someVideos.toArray(UUID[]::new))
                .addArrayOfUUID(somePlayers.toArray(UUID[]::new));
        return client.preparedQuery(SOME).execute(values).compose(rows -> {
            rows.forEach(row -> read.add(fromRow(row)));
            return some(
                    client,
                    videos.subList(someVideos.size(), videos.size()),
                    players.subList(somePlayers.size(), players.size()),
                    read);
        });
    }

    private static RankedPlayer fromRow(Row row) {
        return new RankedPlayer(
                row.getUUID("user_id"),
                row.getString("first_name") + " " + row.getString("last_name"),
                row.getString("city"),
                new CityKey(row.getString("city_key")),
                row.getLong("total_votes"),
                Optional.ofNullable(row.getOffsetDateTime("last_vote")).map(OffsetDateTime::toInstant));
    }
}
