package co.anb.showcase.api.live;

import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads what is followed, all of a kind in one query: by primary keys, and by the unique index on {@code video_id}. */
final class LiveRepository {

    private static final String STATES = """
            SELECT v.id, v.status, v.failure_reason, j.stage, coalesce(j.percent, 0) AS percent
              FROM videos v LEFT JOIN jobs j ON j.video_id = v.id
             WHERE v.id = ANY($1::uuid[])
            """;

    /** How far these videos are; those that are not there are left out. */
    Future<Map<VideoId, VideoState>> states(SqlClient client, Set<VideoId> ids) {
        return client.preparedQuery(STATES)
                .execute(values(ids))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(row -> new VideoId(row.getUUID("id")), LiveRepository::state)));
    }

    private static final String VOTES = """
            SELECT v.id, coalesce(s.votes, 0) AS votes
              FROM videos v LEFT JOIN video_stats s ON s.video_id = v.id
             WHERE v.id = ANY($1::uuid[]) AND v.published_at IS NOT NULL
            """;

    /** The votes of these videos; those that are not published are left out. */
    Future<Map<VideoId, Long>> votes(SqlClient client, Set<VideoId> ids) {
        return client.preparedQuery(VOTES)
                .execute(values(ids))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(row -> new VideoId(row.getUUID("id")), row -> row.getLong("votes"))));
    }

    private static VideoState state(Row row) {
        return new VideoState(
                row.getString("status"),
                Optional.ofNullable(row.getString("stage")),
                row.getInteger("percent"),
                Optional.ofNullable(row.getString("failure_reason")),
                Optional.empty());
    }

    private static Tuple values(Set<VideoId> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.stream().map(VideoId::value).toArray(UUID[]::new));
    }
}
