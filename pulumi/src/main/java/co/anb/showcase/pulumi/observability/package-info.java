/** Prometheus, Grafana, Loki and Alertmanager. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.pulumi.observability;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
