/** What an operator can choose, read from the stack's configuration and checked whole before anything is declared. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.settings;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
