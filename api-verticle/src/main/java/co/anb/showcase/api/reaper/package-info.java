/** Deletes objects that no row owns any more. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.reaper;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
