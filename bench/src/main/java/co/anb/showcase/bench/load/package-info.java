/** What makes the load: the native generator, pgbench, wrk. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.bench.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
