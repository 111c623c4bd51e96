/** What operators see of a process: metrics, health. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.observe;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
