package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Reads the ranking whole. Plan: the partial index {@code videos_published} hashed against {@code players} and
 * {@code video_stats}, one aggregate, one sort; asked at most once in {@code ranking.max-age} by a process.
 */
final class RankingRepository {

    // A player is a row of his own whatever his name. The id at the end makes the order one and the same for all.
    private static final String ALL = """
            SELECT p.user_id, p.first_name, p.last_name, p.city, p.city_key,
                   coalesce(sum(s.votes), 0)::bigint AS total_votes, max(s.last_vote_at) AS last_vote
            FROM videos v
            JOIN players p ON p.user_id = v.user_id
            LEFT JOIN video_stats s ON s.video_id = v.id
            WHERE v.published_at IS NOT NULL
            GROUP BY p.user_id
            ORDER BY total_votes DESC, last_vote ASC NULLS LAST, p.user_id
            """;

    /** All players with published videos, best first. */
    Future<List<RankedPlayer>> all(SqlClient client) {
        return client.preparedQuery(ALL)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RankingRepository::fromRow)
                        .toList());
    }

    private static RankedPlayer fromRow(Row row) {
        return new RankedPlayer(
                row.getString("first_name") + " " + row.getString("last_name"),
                row.getString("city"),
                new CityKey(row.getString("city_key")),
                row.getLong("total_votes"));
    }
}
