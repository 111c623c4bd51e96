/** How often one may ask: token buckets by caller, told to him in headers. Each node counts for itself. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
