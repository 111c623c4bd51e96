package co.anb.showcase.shared.tokens;

import co.anb.showcase.shared.ids.UserId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of a verified access token (contract.md, Auth service).
 *
 * @param userId claim {@code sub}
 * @param sessionId claim {@code sid}: what a logout ends
 * @param email as given at sign-up
 * @param firstName given name
 * @param lastName family name
 * @param city as given at sign-up
 * @param country as given at sign-up
 * @param roles what the user may do beyond his own things
 * @param issuedAt claim {@code iat}, whole seconds
 * @param expiresAt claim {@code exp}, whole seconds
 */
public record AccessToken(
        UserId userId,
        UUID sessionId,
        String email,
        String firstName,
        String lastName,
        String city,
        String country,
        Set<String> roles,
        Instant issuedAt,
        Instant expiresAt) {

    /** The role that may administer. */
    public static final String ADMIN = "admin";

    /** Copies the roles. */
    public AccessToken {
        roles = Set.copyOf(roles);
    }

    /** Whether the user has a role. */
    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
