package co.anb.showcase.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * The blocking calls that were made on event loops of this JVM, as BlockHound saw them.
 *
 * <p>A call is recorded and goes on: throwing inside foreign code would only make a second, misleading failure of it.
 */
public final class BlockingCalls {
    private static final String EVENT_LOOP = "vert.x-eventloop";
    private static final ConcurrentLinkedQueue<Throwable> SEEN = new ConcurrentLinkedQueue<>();
    private static boolean watching;

    private BlockingCalls() {}

    /** Starts watching; once per JVM. */
    static synchronized void watch() {
        if (watching) {
            return;
        }
        try {
            BlockHound.Builder builder = BlockHound.builder();
            ServiceLoader.load(BlockHoundIntegration.class).forEach(integration -> integration.applyTo(builder));
            allowTheUnavoidable(builder);
            // Replaces what Netty's integration says: for it Vert.x' worker threads, whose purpose is to block, are
            // event loops.
            builder.nonBlockingThreadPredicate(
                            ignored -> thread -> thread.getName().startsWith(EVENT_LOOP))
                    .blockingMethodCallback(method -> SEEN.add(new Throwable(
                            "blocking call on " + Thread.currentThread().getName() + ": " + method)))
                    .install();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "BlockHound needs the JVM option -XX:+AllowRedefinitionToAddDeleteMethods; the build gives it to *IT",
                    e);
        }
        watching = true;
    }

    /** Takes the calls that were seen since the last time. */
    public static List<Throwable> take() {
        List<Throwable> taken = new ArrayList<>();
        for (@Nullable Throwable next = SEEN.poll(); next != null; next = SEEN.poll()) {
            taken.add(next);
        }
        return List.copyOf(taken);
    }

    static void failIfAny(String when) {
        List<Throwable> taken = take();
        if (!taken.isEmpty()) {
            AssertionError error =
                    new AssertionError(taken.size() + " blocking call(s) on an event loop " + when, taken.get(0));
            taken.stream().skip(1).limit(4).forEach(error::addSuppressed);
            throw error;
        }
    }

    private static void allowTheUnavoidable(BlockHound.Builder builder) {
        // A class is read from its jar when it is first used, on whatever thread that is.
        builder.allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                .allowBlockingCallsInside("jdk.internal.loader.BuiltinClassLoader", "loadClass")
                .allowBlockingCallsInside("java.lang.invoke.MethodHandleNatives", "linkCallSite")
                // A class's logger is made when the class is first used; its registry's lock is held for an instant.
                .allowBlockingCallsInside("org.apache.logging.log4j.core.LoggerContext", "getLogger")
                // log4j's console appender writes to a file descriptor; production's appender is the same and is
                // measured.
                .allowBlockingCallsInside("org.apache.logging.log4j.core.Logger", "logMessage")
                .allowBlockingCallsInside("org.apache.logging.log4j.spi.AbstractLogger", "logIfEnabled")
                // Nonces of the PostgreSQL log-in: /dev/urandom, which never waits.
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                // Handing work to a pool takes its queue's lock for an instant, or starts a thread and waits for it to
                // be
                // up; the work itself runs on the pool's threads.
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute")
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker")
                // Vert.x reads the JDK's trust store once a process, when the first TLS connection is made.
                .allowBlockingCallsInside("io.vertx.core.spi.tls.DefaultJDKCipherSuite", "<clinit>")
                // Vert.x ends its worker pools on an event loop when it closes.
                .allowBlockingCallsInside("io.vertx.core.internal.WorkerPool", "close");
    }
}
