/** What is measured: a throw-away database, the services' jars, and their books. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.bench.estate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
