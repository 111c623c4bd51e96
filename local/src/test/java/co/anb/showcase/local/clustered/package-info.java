/**
 * Tests of {@code --clustered} from the packaged jar: what holds on all nodes, and what killed, frozen and lone ones
 * cost.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.local.clustered;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
