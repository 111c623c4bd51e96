/** Brings recorded jobs to the workers and keeps them moving: relay, reconciler, and what players and operators see. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.job;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
