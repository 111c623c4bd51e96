package co.anb.showcase.shared.jobs;

import co.anb.showcase.shared.ids.JobId;
import java.util.UUID;

/**
 * What a worker shows with every statement about a job that it claimed; a statement whose token is not the job's
 * present one changes nothing.
 *
 * <p>The attempt alone would do if it only grew. But a job that is given back gets its attempt restored, and an
 * operator's retry starts at 0 again, so the same number can be handed out twice: the claim's own id tells the two
 * apart.
 *
 * @param jobId the job
 * @param attempt counts the claims, from 1
 * @param claimId made by the worker for this claim
 */
public record FencingToken(JobId jobId, int attempt, UUID claimId) {}
