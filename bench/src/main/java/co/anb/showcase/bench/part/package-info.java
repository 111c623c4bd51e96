/** The parts of the benchmark, each with its loads and its targets. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.bench.part;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
