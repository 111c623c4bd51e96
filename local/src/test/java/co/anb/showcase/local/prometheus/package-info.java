/** Tests of what an installed Prometheus is told. */
@NullMarked
package co.anb.showcase.local.prometheus;

import org.jspecify.annotations.NullMarked;
