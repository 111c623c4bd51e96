/** What the Core API says of itself: health, where to start, its reference, the web page. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.status;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
