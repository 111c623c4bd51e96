package co.anb.showcase.api.vote;

import java.util.UUID;

/**
 * What a vote is about.
 *
 * @param video the video
 * @param user the voter
 */
record VoteKey(UUID video, UUID user) {}
