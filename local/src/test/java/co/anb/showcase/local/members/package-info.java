/** Tests of services as processes. */
@NullMarked
package co.anb.showcase.local.members;

import org.jspecify.annotations.NullMarked;
