/** Addresses and payloads of the event bus. Events are hints: the database is the truth. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.events;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
