/** Paired ratios, and what may be concluded from them. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.bench.verdict;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
