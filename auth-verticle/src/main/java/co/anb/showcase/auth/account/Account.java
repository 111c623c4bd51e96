package co.anb.showcase.auth.account;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.tokens.AccessToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * A person's account, without the password.
 *
 * @param id claim {@code sub}
 * @param email as typed at sign-up
 * @param firstName given name
 * @param lastName family name
 * @param city where the player plays
 * @param country of the city
 * @param isActive whether the person may log in
 * @param roles beyond a player's own things
 * @param createdAt when he signed up
 */
public record Account(
        UserId id,
        String email,
        String firstName,
        String lastName,
        String city,
        String country,
        boolean isActive,
        Set<String> roles,
        Instant createdAt) {

    /** Copies the roles. */
    public Account {
        roles = Set.copyOf(roles);
    }

    /** Whether the account may administer now. */
    public boolean isActiveAdmin() {
        return isActive && roles.contains(AccessToken.ADMIN);
    }

    /** The profile as its owner and administrators see it. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("id", id.toString())
                .put("user_id", id.toString())
                .put("email", email)
                .put("first_name", firstName)
                .put("last_name", lastName)
                .put("city", city)
                .put("country", country)
                .put("is_active", isActive)
                .put("roles", new JsonArray(new TreeSet<>(roles).stream().toList()))
                .put("created_at", createdAt.toString());
    }

    /** Names and addresses stay out of logs. */
    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
