package co.anb.showcase.shared.storage;

import java.util.UUID;

/**
 * An object that has lost its owner and waits to be deleted.
 *
 * @param id the row
 * @param key the object
 * @param attempt how often it was taken, this time included
 * @param owned whether a row of {@code videos} or {@code uploads} has the key all the same, so that it must stay
 */
public record ObjectDeletion(UUID id, String key, int attempt, boolean owned) {}
