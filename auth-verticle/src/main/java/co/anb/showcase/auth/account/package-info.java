/** Accounts: signing up, proving who one is, the profile. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.auth.account;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
