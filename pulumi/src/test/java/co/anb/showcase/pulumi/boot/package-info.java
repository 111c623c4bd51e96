/** Holds what hosts are told to do to the programs that will read it. */
@NullMarked
package co.anb.showcase.pulumi.boot;

import org.jspecify.annotations.NullMarked;
