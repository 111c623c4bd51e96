/**
 * Objects in an S3 bucket: {@link co.anb.showcase.shared.storage.s3.S3Storage} and how it is reached.
 *
 * <p>Nothing here blocks an event loop: the SDK's calls are begun on the storage's worker threads, since looking for
 * credentials may read files and the network, and go on on the SDK's own Netty threads.
 */
@NullMarked
@CheckReturnValue
package co.anb.showcase.shared.storage.s3;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
