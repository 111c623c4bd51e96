/** Voting: one vote of one user for one published video, and its withdrawal. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.vote;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
