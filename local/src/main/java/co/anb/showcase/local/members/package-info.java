/** Services as processes of their own, for {@code --clustered}: started, watched, started again, stopped. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.local.members;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
