/** Tests of the package of the same name. */
@NullMarked
package co.anb.showcase.api.direct;

import org.jspecify.annotations.NullMarked;
