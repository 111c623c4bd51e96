package co.anb.showcase.api.upload;

import co.anb.showcase.shared.tokens.AccessToken;
import java.util.Optional;

/**
 * Who uploads, and under which names.
 *
 * @param player the caller's claims
 * @param idempotencyKey the same key gets the same answer
 * @param correlationId goes with the job to the worker
 */
record NewUpload(AccessToken player, Optional<String> idempotencyKey, String correlationId) {}
