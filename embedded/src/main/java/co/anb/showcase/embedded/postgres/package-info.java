/**
 * A real PostgreSQL that runs as a child of this process, also for root and also where user namespaces are refused.
 *
 * <p>The binaries are zonky's, the life of the server is ours: zonky's own launcher knows only {@code unshare} for root
 * and leaves its server behind when the JVM is killed, while a foreground child with a known pid ends with its parent.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
