/** An installed Prometheus as a part of local mode, with the configuration and the rules of {@code grafana/}. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.local.prometheus;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
