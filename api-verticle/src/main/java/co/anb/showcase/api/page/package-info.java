/** The public's web page: static files, read once out of the jar. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.page;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
