/** Compares what is stored with what rows say; finds, and never deletes. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
