/** Server-Sent Events: what changes is read once a node, made into one buffer, and written to all who follow it. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.live;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
