/** The public gallery of published videos. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.gallery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
