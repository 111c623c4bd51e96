package co.anb.showcase.shared.storage;

import java.time.Instant;

/**
 * An object in a list.
 *
 * @param key where it is
 * @param lastModified when it was saved
 */
public record ListedObject(String key, Instant lastModified) {}
