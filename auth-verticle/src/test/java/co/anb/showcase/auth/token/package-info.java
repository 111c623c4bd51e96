/** Unit tests of the package. */
@NullMarked
package co.anb.showcase.auth.token;

import org.jspecify.annotations.NullMarked;
