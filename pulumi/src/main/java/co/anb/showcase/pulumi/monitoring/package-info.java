/** What CloudWatch keeps, shows and raises an alarm for. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.monitoring;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
