/** Tests of the contract kit. */
@NullMarked
package co.anb.showcase.testkit.contract;

import org.jspecify.annotations.NullMarked;
