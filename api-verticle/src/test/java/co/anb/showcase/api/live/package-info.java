/** Tests of the event streams. */
@NullMarked
package co.anb.showcase.api.live;

import org.jspecify.annotations.NullMarked;
