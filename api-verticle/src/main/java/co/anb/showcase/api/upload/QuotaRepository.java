package co.anb.showcase.api.upload;

import co.anb.showcase.shared.ids.UserId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;

/** Accepted uploads per player and day. Plan: one row by primary key; the past by the index on {@code day}. */
final class QuotaRepository {

    private static final String COUNT = """
            SELECT accepted FROM upload_counts WHERE user_id = $1 AND day = $2
            """;

    /** How many uploads of this day were accepted. */
    Future<Integer> count(SqlClient client, UserId player, LocalDate day) {
        return client.preparedQuery(COUNT)
                .execute(Tuple.of(player.value(), day))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger("accepted"));
    }

    private static final String SPEND = """
            INSERT INTO upload_counts AS used (user_id, day, accepted) VALUES ($1, $2, 1)
            ON CONFLICT (user_id, day) DO UPDATE SET accepted = used.accepted + 1 WHERE used.accepted < $3
            """;

    /**
     * Counts one more upload. The row stays locked until the transaction ends, so parallel uploads queue up here.
     *
     * @return false when the quota is used up
     */
    Future<Boolean> spend(SqlClient client, UserId player, LocalDate day, int quota) {
        return client.preparedQuery(SPEND)
                .execute(Tuple.of(player.value(), day, quota))
                .map(rows -> rows.rowCount() == 1);
    }

    private static final String FORGET = """
            DELETE FROM upload_counts WHERE day < $1
            """;

    /** Forgets the counts of days before this one. */
    Future<Void> forgetBefore(SqlClient client, LocalDate day) {
        return client.preparedQuery(FORGET).execute(Tuple.of(day)).mapEmpty();
    }
}
