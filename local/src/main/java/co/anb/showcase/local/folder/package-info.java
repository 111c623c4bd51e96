/** The folder that local mode keeps between runs, and the guarantee that one run at a time uses it. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.local.folder;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
