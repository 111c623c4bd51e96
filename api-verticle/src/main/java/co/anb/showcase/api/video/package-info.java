/** A player's own videos: list, look, publish, delete, read the bytes. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.video;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
