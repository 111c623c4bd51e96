/** Faults, injected for real: processes killed, servers stopped, connections cut. After each nothing is lost. */
@NullMarked
package co.anb.showcase.chaos;

import org.jspecify.annotations.NullMarked;
