package co.anb.showcase.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on a free port of 127.0.0.1 that breaks on command: what a network does to a client and its server.
 *
 * <p>Two threads a connection, so a plain {@code read} and {@code write} carry TCP's own back-pressure. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Object gate = new Object();
    private boolean stalled;
    private boolean refusing;
    private boolean closed;
    private Duration delay = Duration.ZERO;

    private FaultProxy(InetSocketAddress target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a proxy in front of a port of 127.0.0.1. */
    public static FaultProxy to(int port) {
        FaultProxy proxy = new FaultProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start("accept", proxy::accept);
        return proxy;
    }

    /** The proxy's own port. */
    public int port() {
        return server.getLocalPort();
    }

    /** Returns an address that leads through the proxy instead of straight to its port. */
    public String through(String uri) {
        return uri.replace(":" + URI.create(uri).getPort(), ":" + port());
    }

    /** Breaks every connection at once, as a crash of the server does; new ones are accepted. */
    public void cut() {
        cuts.addAndGet(open());
        sockets.forEach(FaultProxy::reset);
        sockets.clear();
    }

    /** How many connections {@link #cut()} has broken. */
    public int cuts() {
        return cuts.get();
    }

    /** Breaks new connections right after they were made, until it is called with {@code false}; open ones live on. */
    public void refuse(boolean on) {
        synchronized (gate) {
            refusing = on;
        }
    }

    /** Carries no byte any more and keeps all connections open, as a lost route does, until {@link #resume()}. */
    public void stall() {
        synchronized (gate) {
            stalled = true;
        }
    }

    /** Carries on after {@link #stall()}. */
    public void resume() {
        synchronized (gate) {
            stalled = false;
            gate.notifyAll();
        }
    }

    /** Waits this long before each piece of data, in each direction. */
    public void delay(Duration each) {
        synchronized (gate) {
            delay = each;
        }
    }

    /** How many connections were accepted since the start. */
    public int connections() {
        return connections.get();
    }

    /** How many connections are open now. */
    public int open() {
        return sockets.size() / 2;
    }

    /** How many connections could not be carried on to the target. */
    public int failures() {
        return failures.get();
    }

    /** How many bytes were carried in both directions. */
    public long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        synchronized (gate) {
            closed = true;
            gate.notifyAll();
        }
        quietly(server);
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // The target is down or this proxy was closed: the client sees its connection end, as it should.
                failures.incrementAndGet();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        connections.incrementAndGet();
        if (isRefusing()) {
            reset(client);
            return;
        }
        Socket upstream = new Socket();
        try {
            upstream.connect(target, 2_000);
        } catch (IOException e) {
            reset(client);
            throw e;
        }
        sockets.add(client);
        sockets.add(upstream);
        start("to-server", () -> carry(client, upstream));
        start("to-client", () -> carry(upstream, client));
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitTurn(length);
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // One side broke: the other one breaks too, by the resources' end.
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitTurn(int length) throws InterruptedException, IOException {
        synchronized (gate) {
            long until = System.nanoTime() + delay.toNanos();
            long left = delay.toMillis();
            while (!closed && (stalled || left > 0)) {
                gate.wait(stalled ? 0 : left);
                left = (until - System.nanoTime()) / 1_000_000;
            }
            if (closed) {
                throw new IOException("the proxy was closed");
            }
            // Still under the lock: once it stalls, no byte more is counted.
            bytes.addAndGet(length);
        }
    }

    private boolean isRefusing() {
        synchronized (gate) {
            return refusing;
        }
    }

    /** Closes with a TCP reset instead of an orderly end. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already, which is what is wanted.
            return;
        }
        quietly(socket);
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, "fault-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
