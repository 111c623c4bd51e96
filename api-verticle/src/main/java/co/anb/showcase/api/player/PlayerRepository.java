package co.anb.showcase.api.player;

import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Core's copy of what it knows of a player. Plan: one row by primary key. */
public final class PlayerRepository {

    private static final String UPSERT = """
            INSERT INTO players AS known (user_id, first_name, last_name, city, city_key, country)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (user_id) DO UPDATE
               SET first_name = excluded.first_name, last_name = excluded.last_name, city = excluded.city,
                   city_key = excluded.city_key, country = excluded.country, updated_at = now()
             WHERE (known.first_name, known.last_name, known.city, known.city_key, known.country)
                IS DISTINCT FROM
                   (excluded.first_name, excluded.last_name, excluded.city, excluded.city_key, excluded.country)
            """;

    /** Keeps the claims of a player's token; nothing is written when they are known already. */
    public Future<Void> upsert(SqlClient client, AccessToken token) {
        Tuple values = Tuple.of(
                token.userId().value(),
                token.firstName(),
                token.lastName(),
                token.city(),
                CityKey.of(token.city()).value(),
                token.country());
        return client.preparedQuery(UPSERT).execute(values).mapEmpty();
    }
}
