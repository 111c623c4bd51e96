/** The way of a job through a worker: claim, lease, load, process, save, outcome (architecture.md, a video's way). */
@NullMarked
@CheckReturnValue
package co.anb.showcase.worker.job;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
