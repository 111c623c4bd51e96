package co.anb.showcase.shared.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.shared.ids.Ids;
import co.anb.showcase.shared.ids.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RevocationListTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final UserId USER = UserId.next();
    private static final UUID SESSION = Ids.next();

    private final RevocationList target = new RevocationList(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void anEndedSessionRefusesItsTokensAndNoOthers() {
        target.add(session(SESSION, NOW.plusSeconds(60)));

        assertThat(target.isRevoked(token(USER, SESSION, NOW))).isTrue();
        assertThat(target.isRevoked(token(USER, Ids.next(), NOW))).isFalse();
    }

    @Test
    void aDisabledAccountRefusesWhatWasIssuedUntilThenAndNothingLater() {
        target.add(account(USER, NOW, NOW.plusSeconds(3_600)));

        assertThat(target.isRevoked(token(USER, Ids.next(), NOW.minusSeconds(5))))
                .isTrue();
        assertThat(target.isRevoked(token(USER, Ids.next(), NOW))).isTrue();
        assertThat(target.isRevoked(token(USER, Ids.next(), NOW.plusSeconds(1))))
                .isFalse();
        assertThat(target.isRevoked(token(UserId.next(), Ids.next(), NOW.minusSeconds(5))))
                .isFalse();
    }

    @Test
    void aLaterEntryForTheSameAccountWinsInEitherOrder() {
        target.add(account(USER, NOW, NOW.plusSeconds(3_600)));
        target.add(account(USER, NOW.minusSeconds(100), NOW.plusSeconds(3_500)));

        assertThat(target.isRevoked(token(USER, Ids.next(), NOW))).isTrue();
    }

    @Test
    void entriesThatCanHitNoTokenAnyMoreAreForgotten() {
        target.add(session(SESSION, NOW.minusSeconds(1)));
        target.add(session(Ids.next(), NOW.plusSeconds(1)));
        target.add(account(USER, NOW, NOW.minusSeconds(1)));

        target.forgetExpired();

        assertThat(target.size()).isEqualTo(1);
    }

    @Test
    void anEntrySurvivesItsJourneyAsJson() {
        Revocation session = session(SESSION, NOW);
        Revocation account = account(USER, NOW, NOW.plus(Duration.ofHours(1)));

        assertThat(Revocation.from(session.toJson())).isEqualTo(session);
        assertThat(Revocation.from(account.toJson())).isEqualTo(account);
    }

    private static Revocation session(UUID id, Instant until) {
        return new Revocation(1, Optional.of(id), Optional.empty(), Optional.empty(), until);
    }

    private static Revocation account(UserId id, Instant at, Instant until) {
        return new Revocation(2, Optional.empty(), Optional.of(id), Optional.of(at), until);
    }

    private static AccessToken token(UserId user, UUID session, Instant issuedAt) {
        return new AccessToken(
                user,
                session,
                "a@b.co",
                "Ana",
                "Ñáñez",
                "Bogotá",
                "Colombia",
                Set.of(),
                issuedAt,
                issuedAt.plusSeconds(3_600));
    }
}
