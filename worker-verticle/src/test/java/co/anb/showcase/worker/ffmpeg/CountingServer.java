package co.anb.showcase.worker.ffmpeg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on loopback that nobody should connect to; it counts who does, and hangs up. */
public final class CountingServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Integer> callers = new LinkedBlockingQueue<>();

    /** Listens on a free port. */
    public CountingServer() throws IOException {
        Thread thread = new Thread(this::accept, "counting-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** The port that it listens on. */
    public int port() {
        return socket.getLocalPort();
    }

    /**
     * How many connections were made since the last time. They are seen in their order, so one of our own marks the
     * end.
     */
    public int connections() throws IOException, InterruptedException {
        try (Socket last = new Socket(socket.getInetAddress(), port())) {
            for (int count = 0; ; count++) {
                Integer caller = callers.poll(10, TimeUnit.SECONDS);
                if (caller == null) {
                    throw new IOException("the server does not count any more");
                }
                if (caller == last.getLocalPort()) {
                    return count;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                callers.add(caller.getPort());
            } catch (IOException closed) {
                return;
            }
        }
    }
}
