package co.anb.showcase.api.video;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * Videos as their owners see and change them. Plans: one row by primary key with one each of {@code jobs} and
 * {@code video_stats}; a player's list by the index {@code videos_owner}.
 */
public final class VideoRepository {

    private static final String INSERT = """
            INSERT INTO videos (id, user_id, title, status, original_key, size_bytes, uploaded_at)
            VALUES ($1, $2, $3, 'uploaded', $4, $5, $6)
            """;

    /** Records a video. */
    public Future<Void> insert(SqlClient client, NewVideo video) {
        Tuple values = Tuple.of(
                video.id().value(),
                video.owner().value(),
                video.title(),
                video.originalKey(),
                video.sizeBytes(),
                OffsetDateTime.ofInstant(video.uploadedAt(), ZoneOffset.UTC));
        return client.preparedQuery(INSERT).execute(values).mapEmpty();
    }

    private static final String LIST = """
            SELECT v.id, v.user_id, v.title, v.status, v.original_key, v.processed_key, v.uploaded_at, v.processed_at,
                   v.published_at, v.failure_reason, coalesce(s.votes, 0) AS votes, j.stage, j.percent
              FROM videos v
              LEFT JOIN video_stats s ON s.video_id = v.id
              LEFT JOIN jobs j ON j.video_id = v.id
             WHERE v.user_id = $1
             ORDER BY v.uploaded_at DESC, v.id
             LIMIT $2 OFFSET $3
            """;

    /** A player's videos, newest first. */
    Future<List<Video>> list(SqlClient client, UserId owner, int limit, int offset) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(owner.value(), limit, offset))
                .map(VideoRepository::all);
    }

    private static final String FIND = """
            SELECT v.id, v.user_id, v.title, v.status, v.original_key, v.processed_key, v.uploaded_at, v.processed_at,
                   v.published_at, v.failure_reason, coalesce(s.votes, 0) AS votes, j.stage, j.percent
              FROM videos v
              LEFT JOIN video_stats s ON s.video_id = v.id
              LEFT JOIN jobs j ON j.video_id = v.id
             WHERE v.id = $1
            """;

    /** One video, whoever owns it. */
    Future<Optional<Video>> find(SqlClient client, VideoId id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id.value()))
                .map(rows -> all(rows).stream().findFirst());
    }

    private static final String SIZE = "SELECT size_bytes FROM videos WHERE id = $1";

    /** Bytes of the original; empty when there is no such video. */
    public Future<OptionalLong> sizeBytes(SqlClient client, VideoId id) {
        return client.preparedQuery(SIZE)
                .execute(Tuple.of(id.value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .mapToLong(row -> row.getLong("size_bytes"))
                        .findFirst());
    }

    private static final String PUBLISH = """
            WITH published AS (
              UPDATE videos SET published_at = now()
               WHERE id = $1 AND status = 'processed' AND published_at IS NULL
              RETURNING id
            )
            INSERT INTO video_stats (video_id) SELECT id FROM published ON CONFLICT DO NOTHING
            """;

    /** Puts a processed video up for voting; nothing happens when it is already, or is not processed. */
    Future<Void> publish(SqlClient client, VideoId id) {
        return client.preparedQuery(PUBLISH).execute(Tuple.of(id.value())).mapEmpty();
    }

    private static final String DELETE = """
            WITH gone AS (
              DELETE FROM videos WHERE id = $1 AND published_at IS NULL
              RETURNING id, original_key, processed_key, poster_key
            ), counter AS (
              DELETE FROM video_stats s USING gone WHERE s.video_id = gone.id
            )
            INSERT INTO object_deletions (id, storage_key)
            SELECT gen_random_uuid(), key
              FROM gone, LATERAL unnest(ARRAY[original_key, processed_key, poster_key]) AS key
             WHERE key IS NOT NULL
            """;

    /**
     * Deletes a video that is not published and hands its objects to the reaper. Its job is deleted before, in the same
     * transaction: everybody locks the job before the video.
     *
     * @return false when there is no such video or it is published
     */
    Future<Boolean> deleteUnpublished(SqlClient client, VideoId id) {
        return client.preparedQuery(DELETE).execute(Tuple.of(id.value())).map(rows -> rows.rowCount() > 0);
    }

    private static List<Video> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(VideoRepository::fromRow)
                .toList();
    }

    private static Video fromRow(Row row) {
        String status = row.getString("status");
        return new Video(
                new VideoId(row.getUUID("id")),
                new UserId(row.getUUID("user_id")),
                row.getString("title"),
                status,
                row.getString("original_key"),
                Optional.ofNullable(row.getString("processed_key")),
                row.getOffsetDateTime("uploaded_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("processed_at")).map(OffsetDateTime::toInstant),
                row.getOffsetDateTime("published_at") != null,
                row.getLong("votes"),
                Optional.ofNullable(row.getString("failure_reason")),
                status.equals("processing")
                        ? Optional.ofNullable(row.getString("stage"))
                                .map(stage -> new Video.Progress(stage, row.getInteger("percent")))
                        : Optional.empty());
    }
}
