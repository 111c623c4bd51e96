/** The way of a video from the socket to the storage and the record: judged while it streams, nothing left behind. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.upload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
