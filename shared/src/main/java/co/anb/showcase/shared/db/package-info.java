/** The PostgreSQL pool and the migrations. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.db;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
