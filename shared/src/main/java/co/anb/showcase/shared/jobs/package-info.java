/**
 * The jobs that process videos: their records, their policy, their queue message, and every statement that moves one
 * from state to state.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.jobs;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
