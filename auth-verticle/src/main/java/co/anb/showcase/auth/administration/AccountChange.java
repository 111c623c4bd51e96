package co.anb.showcase.auth.administration;

import co.anb.showcase.auth.account.Account;
import co.anb.showcase.shared.http.Body;
import co.anb.showcase.shared.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an administrator wants of an account; what is absent stays.
 *
 * @param isActive whether the person may log in
 * @param roles all roles from now on
 */
record AccountChange(Optional<Boolean> isActive, Optional<Set<String>> roles) {

    private static final Pattern ROLE = Pattern.compile("[a-z][a-z-]{0,31}");
    private static final int MAX_ROLES = 16;

    AccountChange {
        roles = roles.map(Set::copyOf);
    }

    /**
     * Reads the body.
     *
     * @throws ProblemException VALIDATION_ERROR
     */
    static AccountChange from(Body body) {
        Optional<Boolean> isActive = body.optionalFlag("is_active");
        Optional<List<String>> roles = body.optionalTexts("roles");
        if (roles.isPresent() && !areRoles(roles.get())) {
            body.reject("roles", "field.invalid");
        }
        body.check();
        if (isActive.isEmpty() && roles.isEmpty()) {
            throw ProblemException.invalid("#/is_active", "field.required");
        }
        return new AccountChange(isActive, roles.map(Set::copyOf));
    }

    boolean activeAfter(Account account) {
        return isActive.orElse(account.isActive());
    }

    Set<String> rolesAfter(Account account) {
        return roles.orElse(account.roles());
    }

    private static boolean areRoles(List<String> roles) {
        return roles.size() <= MAX_ROLES
                && roles.stream().allMatch(role -> ROLE.matcher(role).matches());
    }
}
