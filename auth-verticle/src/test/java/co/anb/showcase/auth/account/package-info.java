/** Unit tests of the package. */
@NullMarked
package co.anb.showcase.auth.account;

import org.jspecify.annotations.NullMarked;
