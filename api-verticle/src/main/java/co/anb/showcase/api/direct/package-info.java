/** Direct and resumable uploads: announced first, then sent as raw bytes, in parts by signed links, or by tus 1.0. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.direct;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
