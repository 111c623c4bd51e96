package co.anb.showcase.api.gallery;

import co.anb.showcase.api.gallery.PublicVideo.GalleryRow;
import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.ids.VideoId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reads published videos. Hot query: {@link #list}, the index {@code videos_published} in its order, with one look-up
 * by primary key in {@code players} and {@code video_stats} for each row until the page is full.
 */
final class GalleryRepository {

    private static final String COLUMNS = """
            SELECT v.id, v.title, p.first_name, p.last_name, p.city, v.uploaded_at, v.processed_at, v.processed_key,
                   v.poster_key, coalesce(s.votes, 0) AS votes
            FROM videos v
            JOIN players p ON p.user_id = v.user_id
            LEFT JOIN video_stats s ON s.video_id = v.id
            WHERE v.published_at IS NOT NULL
            """;

    private static final String LIST = COLUMNS + """
            AND ($1::text IS NULL OR p.city_key = $1)
            ORDER BY v.published_at DESC, v.id LIMIT $2 OFFSET $3
            """;

    /** A page, newest first. */
    Future<List<GalleryRow>> list(SqlClient client, Optional<CityKey> city, int limit, int offset) {
        Tuple parameters = Tuple.of(city.map(CityKey::value).orElse(null), limit, (long) offset);
        return client.preparedQuery(LIST)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(GalleryRepository::fromRow)
                        .toList());
    }

    private static final String FIND = COLUMNS + "AND v.id = $1";

    /** One video, if it is published. */
    Future<Optional<GalleryRow>> find(SqlClient client, VideoId id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id.value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(GalleryRepository::fromRow)
                        .findFirst());
    }

    private static GalleryRow fromRow(Row row) {
        return new GalleryRow(
                row.getUUID("id").toString(),
                row.getString("title"),
                row.getString("first_name") + " " + row.getString("last_name"),
                row.getString("city"),
                row.getOffsetDateTime("uploaded_at").toInstant(),
                row.getOffsetDateTime("processed_at").toInstant(),
                row.getString("processed_key"),
                Optional.ofNullable(row.getString("poster_key")),
                row.getLong("votes"));
    }
}
