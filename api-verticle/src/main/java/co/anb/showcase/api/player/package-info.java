/** What Core knows of players: the claims of their last upload, and the key that cities are compared by. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.player;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
