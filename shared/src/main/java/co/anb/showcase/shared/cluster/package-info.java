/**
 * One event bus across processes: Vert.x clustered by Infinispan over JGroups (docs/adr/016). It carries hints only, so
 * no node ever waits for it longer than it was told, and every node serves without it.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
