/** The Auth service: accounts, sessions, signing keys; started by AuthMain. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
