/** Tests of the package of the same name. */
@NullMarked
package co.anb.showcase.api;

import org.jspecify.annotations.NullMarked;
