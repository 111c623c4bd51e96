/** What Core's integration tests share: a migrated database, rows in it, and a client that is a bare socket. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.testing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
