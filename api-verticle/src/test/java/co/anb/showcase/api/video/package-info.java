/** Tests of the package of the same name. */
@NullMarked
package co.anb.showcase.api.video;

import org.jspecify.annotations.NullMarked;
