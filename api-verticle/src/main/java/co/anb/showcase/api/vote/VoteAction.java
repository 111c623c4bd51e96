package co.anb.showcase.api.vote;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What can be done with votes in batches.
 *
 * @param <R> what becomes of one request
 */
interface VoteAction<R> {

    /**
     * Does it for all keys in one transaction.
     *
     * @param keys each once
     * @return after the commit; empty when the ticket is closed or gone and nothing was written
     */
    Future<Optional<Receipt>> execute(SqlConnection connection, UUID ticket, long batch, List<VoteKey> keys);

    /** What becomes of a request whose row was changed. */
    R changed();

    /** What becomes of further requests for the same key in the same batch, which come after the first. */
    R repeated(R first);

    /** What becomes of requests whose row was not changed; leaves out a key of which that can't be said. */
    Future<Map<VoteKey, R>> unchanged(SqlClient client, List<VoteKey> keys);

    /** Votes. */
    record Cast(VoteRepository votes, boolean ownVideo) implements VoteAction<VoteOutcome> {

        @Override
        public Future<Optional<Receipt>> execute(
                SqlConnection connection, UUID ticket, long batch, List<VoteKey> keys) {
            return votes.cast(connection, ticket, batch, keys, ownVideo);
        }

        @Override
        public VoteOutcome changed() {
            return VoteOutcome.ACCEPTED;
        }

        @Override
        public VoteOutcome repeated(VoteOutcome first) {
            return first == VoteOutcome.ACCEPTED ? VoteOutcome.ALREADY_VOTED : first;
        }

        @Override
        public Future<Map<VoteKey, VoteOutcome>> unchanged(SqlClient client, List<VoteKey> keys) {
            return votes.explain(client, keys, ownVideo);
        }
    }

    /** Takes votes back; true for each that there was. */
    record Withdraw(VoteRepository votes) implements VoteAction<Boolean> {

        @Override
        public Future<Optional<Receipt>> execute(
                SqlConnection connection, UUID ticket, long batch, List<VoteKey> keys) {
            return connection
                    .begin()
                    .compose(transaction -> votes.withdraw(connection, ticket, batch, keys)
                            .compose(done -> transaction.commit().map(done))
                            .recover(failure ->
                                    transaction.rollback().transform(ended -> Future.failedFuture(failure))));
        }

        @Override
        public Boolean changed() {
            return true;
        }

        @Override
        public Boolean repeated(Boolean first) {
            return false;
        }

        @Override
        public Future<Map<VoteKey, Boolean>> unchanged(SqlClient client, List<VoteKey> keys) {
            return Future.succeededFuture(keys.stream().collect(Collectors.toMap(key -> key, key -> false)));
        }
    }
}
