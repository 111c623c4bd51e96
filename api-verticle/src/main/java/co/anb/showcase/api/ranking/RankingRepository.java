package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Reads the ranking in portions of 5,000 players, so that no event loop stands still while it reads rows. Whole: by the
 * primary key of {@code players}, then {@code videos_owner} and the primary key of {@code video_stats}. Changes: one
 * scan of {@code video_stats} and {@code players} for rows of young transactions, then the same for those players.
 */
final class RankingRepository {

    private static final int PORTION = 5_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String MOMENT = "SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text AS moment";

    /** A moment: what is not visible yet has not ended before it. Of use for {@link #changed}. */
    Future<String> moment(SqlClient client) {
        return client.preparedQuery(MOMENT)
                .execute()
                .map(rows -> rows.iterator().next().getString("moment"));
    }

    // A player is a row of his own whatever his name.
    private static final String PLAYERS = """
            SELECT p.user_id, p.first_name, p.last_name, p.city, p.city_key,
                   coalesce(sum(s.votes), 0)::bigint AS total_votes, max(s.last_vote_at) AS last_vote
            FROM players p
            JOIN videos v ON v.user_id = p.user_id AND v.published_at IS NOT NULL
            LEFT JOIN video_stats s ON s.video_id = v.id
            WHERE p.user_id > $1
            """;

    private static final String IN_ORDER = " GROUP BY p.user_id ORDER BY p.user_id LIMIT $2";

    private static final String ALL = PLAYERS + IN_ORDER;

    /** All players with published videos. */
    Future<List<RankedPlayer>> all(SqlClient client) {
        return portions(client, ALL, Tuple.tuple(), BEFORE_ALL, new ArrayList<>());
    }

    // Whoever publishes a video inserts its counter in the same transaction, so a new player is a changed counter too.
    private static final String CHANGED = PLAYERS + """
            AND p.user_id IN (
              SELECT v.user_id FROM video_stats s JOIN videos v ON v.id = s.video_id
              WHERE age(s.xmin) <= age($3::text::xid)
              UNION
              SELECT user_id FROM players WHERE age(xmin) <= age($3::text::xid))
            """ + IN_ORDER;

    /** The players of whom something was written by transactions that ended after a moment; perhaps a few more. */
    Future<List<RankedPlayer>> changed(SqlClient client, String since) {
        return portions(client, CHANGED, Tuple.of(since), BEFORE_ALL, new ArrayList<>());
    }

    private static Future<List<RankedPlayer>> portions(
            SqlClient client, String statement, Tuple further, UUID after, List<RankedPlayer> read) {
        Tuple values = Tuple.of(after, PORTION);
        for (int i = 0; i < further.size(); i++) {
            values.addValue(further.getValue(i));
        }
        return client.preparedQuery(statement).execute(values).compose(rows -> {
            StreamSupport.stream(rows.spliterator(), false)
                    .map(RankingRepository::fromRow)
                    .forEach(read::add);
            return rows.size() < PORTION
                    ? Future.succeededFuture(read)
                    : portions(
                            client,
                            statement,
                            further,
                            read.get(read.size() - 1).id(),
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
