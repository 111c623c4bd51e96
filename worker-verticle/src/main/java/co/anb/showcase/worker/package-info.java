/** The worker: its process, its configuration, its one verticle. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
