/** Tests of the benchmark's arithmetic: what it concludes, not what it measures. */
@NullMarked
package co.anb.showcase.bench;

import org.jspecify.annotations.NullMarked;
