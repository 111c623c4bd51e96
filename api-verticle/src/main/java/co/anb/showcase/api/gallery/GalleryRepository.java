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
 * Reads published videos. Hot query: {@link #list}, a page of the index {@code videos_published} with one look-up by
 * primary key in {@code players} and {@code video_stats} for each row; of a city, its players by {@code players_city}.
 */
final class GalleryRepository {

    private static final String COLUMNS = """
            SELECT v.id, v.title, p.first_name, p.last_name, p.city, v.uploaded_at, v.processed_at, v.processed_key,
                   v.poster_key, coalesce(s.votes, 0) AS votes
            """;

    private static final String JOINS = """
            JOIN players p ON p.user_id = v.user_id
            LEFT JOIN video_stats s ON s.video_id = v.id
            """;

    private static final String NEWEST_FIRST = "ORDER BY v.published_at DESC, v.id ";

    // The page is cut before anything is looked up: the planner, who doesn't know the limit, would join them all. A
    // video always has its player.
    private static final String LIST = COLUMNS + """
            FROM (SELECT * FROM videos v WHERE published_at IS NOT NULL
            """ + NEWEST_FIRST + "LIMIT $1 OFFSET $2) v " + JOINS + NEWEST_FIRST;

    private static final String LIST_OF_CITY =
            COLUMNS + "FROM videos v " + JOINS + """
            WHERE v.published_at IS NOT NULL AND p.city_key = $3
            """ + NEWEST_FIRST + "LIMIT $1 OFFSET $2";

    /** A page, newest first. */
    Future<List<GalleryRow>> list(SqlClient client, Optional<CityKey> city, int limit, int offset) {
        Tuple page = Tuple.of(limit, (long) offset);
        city.ifPresent(key -> page.addString(key.value()));
        return client.preparedQuery(city.isPresent() ? LIST_OF_CITY : LIST)
                .execute(page)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(GalleryRepository::fromRow)
                        .toList());
    }

    private static final String FIND =
            COLUMNS + "FROM videos v " + JOINS + "WHERE v.published_at IS NOT NULL AND v.id = $1";

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
