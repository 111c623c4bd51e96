/**
 * Where videos, posters and assets live: {@link co.anb.showcase.shared.storage.StoragePort} and its adapters.
 *
 * <p>Objects are owned by rows of the database; what loses its owner is written to {@code object_deletions} in the same
 * transaction and deleted later by the reaper. {@link co.anb.showcase.shared.storage.MediaRoutes} is here and not in a
 * service because it is the other half of {@code LocalStorage.url}: with S3 the bucket itself plays that part.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.storage;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
