/** Tests of the Auth service over real HTTP and a real database. */
@NullMarked
package co.anb.showcase.auth;

import org.jspecify.annotations.NullMarked;
