/** Typed configuration: every key is read once at start, and all mistakes are reported together. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
