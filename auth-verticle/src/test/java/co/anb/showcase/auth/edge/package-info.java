/** Unit tests of the package. */
@NullMarked
package co.anb.showcase.auth.edge;

import org.jspecify.annotations.NullMarked;
