/** What Core's integration tests share: a migrated database and rows in it. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.testing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
