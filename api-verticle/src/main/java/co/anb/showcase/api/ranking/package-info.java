/** The ranking of players by votes, of one city or of all, and the cities that there are. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.api.ranking;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
