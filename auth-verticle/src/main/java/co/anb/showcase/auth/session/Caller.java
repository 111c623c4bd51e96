package co.anb.showcase.auth.session;

import co.anb.showcase.auth.account.Account;
import java.util.UUID;

/**
 * Who sent a request, as the database knows him now: a token's claims may be an hour old.
 *
 * @param account whose session it is
 * @param sessionId the session of the request
 */
public record Caller(Account account, UUID sessionId) {}
