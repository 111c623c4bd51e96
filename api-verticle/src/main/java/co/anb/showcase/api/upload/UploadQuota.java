package co.anb.showcase.api.upload;

import co.anb.showcase.shared.ids.UserId;
import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/** How many uploads a player has per day. */
final class UploadQuota {

    private final QuotaRepository counts = new QuotaRepository();
    private final UploadConfig config;
    private final Clock clock;

    UploadQuota(UploadConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Fails with RATE_LIMITED when the player's quota is used up: before the bytes are read, to spare them. */
    Future<Void> check(SqlClient client, UserId player) {
        return counts.count(client, player, today())
                .compose(used -> used < config.dailyQuota() ? Future.succeededFuture() : Future.failedFuture(usedUp()));
    }

    /** Counts one more upload inside the transaction that accepts it; fails with RATE_LIMITED. */
    Future<Void> spend(SqlClient transaction, UserId player) {
        return counts.spend(transaction, player, today(), config.dailyQuota())
                .compose(granted -> granted ? Future.succeededFuture() : Future.failedFuture(usedUp()));
    }

    /** Forgets the days before yesterday. */
    Future<Void> forgetPast(SqlClient client) {
        return counts.forgetBefore(client, today().minusDays(1));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), config.quotaZone());
    }

    private ProblemException usedUp() {
        ZonedDateTime midnight = today().plusDays(1).atStartOfDay(config.quotaZone());
        return ProblemException.of(ProblemType.RATE_LIMITED, "upload.quota", config.dailyQuota())
                .retryAfter(Duration.between(clock.instant(), midnight.toInstant()));
    }
}
