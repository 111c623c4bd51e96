/** What all hosts have in common: image, disks, metadata, and the group that renews them one after the other. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.hosts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
