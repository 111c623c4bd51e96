/** The bucket with the videos, the bucket with the releases, and what is put into them. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.storage;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
