/** Tests of a job's way through a worker, with a hand-written pipeline over real services. */
@NullMarked
package co.anb.showcase.worker.job;

import org.jspecify.annotations.NullMarked;
