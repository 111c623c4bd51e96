/** Tests of the gateway. */
@NullMarked
package co.anb.showcase.local.gateway;

import org.jspecify.annotations.NullMarked;
