/** The parts that a bare machine lacks: PostgreSQL, an AMQP broker and FFmpeg, brought along as Maven artifacts. */
@NullMarked
@CheckReturnValue
package co.anb.showcase.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
