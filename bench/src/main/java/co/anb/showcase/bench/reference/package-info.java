/** What the service is compared with: plaintext, and a straightforward way to count votes. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.bench.reference;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
