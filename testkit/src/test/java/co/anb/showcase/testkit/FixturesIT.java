package co.anb.showcase.testkit;

import static co.anb.showcase.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@Showcase
class FixturesIT {
    @Test
    void makesTheSameMp4AsBytesAndAsStreams(Vertx vertx) throws IOException {
        Buffer whole = Mp4.bytes("mp42", 200_000);

        byte[] read;
        try (InputStream in = Mp4.stream("mp42", 200_000)) {
            read = in.readAllBytes();
        }
        Buffer collected = await(Future.future(promise -> vertx.runOnContext(ignored -> {
            Buffer sum = Buffer.buffer();
            Mp4.readStream(vertx, "mp42", 200_000)
                    .endHandler(end -> promise.complete(sum))
                    .handler(sum::appendBuffer);
        })));

        assertThat(whole.length()).isEqualTo(200_000);
        assertThat(whole.getString(4, 12)).isEqualTo("ftypmp42");
        assertThat(whole.getInt(24)).isEqualTo(200_000 - 24);
        assertThat(read).isEqualTo(whole.getBytes());
        assertThat(collected).isEqualTo(whole);
    }

    @Test
    void streamsOnlyWhatIsAskedFor(Vertx vertx) {
        AtomicLong pieces = new AtomicLong();
        Long seen = await(Future.future(promise -> vertx.runOnContext(ignored -> {
            Mp4.readStream(vertx, "isom", 10_000_000)
                    .pause()
                    .handler(piece -> pieces.incrementAndGet())
                    .fetch(3);
            vertx.setTimer(50, timer -> promise.complete(pieces.get()));
        })));

        assertThat(seen).isEqualTo(3);
    }

    @Test
    void carriesStallsAndCutsConnections() throws IOException {
        try (ServerSocket server = echo();
                FaultProxy proxy = FaultProxy.to(server.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThat(roundTrip(client)).isEqualTo('x');
            proxy.delay(Duration.ofMillis(5));
            assertThat(roundTrip(client)).isEqualTo('x');
            assertThat(proxy.bytes()).isEqualTo(4);

            proxy.stall();
            client.getOutputStream().write('x');
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            proxy.resume();
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo('x');

            proxy.cut();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            assertThat(roundTrip(client)).isEqualTo('x');
                        }
                    })
                    .isInstanceOfAny(IOException.class, AssertionError.class);
            Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> proxy.open() == 0);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    private static int roundTrip(Socket client) throws IOException {
        client.getOutputStream().write('x');
        return client.getInputStream().read();
    }

    private static ServerSocket echo() throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> echoOne(server), "echo");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void echoOne(ServerSocket server) {
        try (Socket socket = server.accept()) {
            long copied = socket.getInputStream().transferTo(socket.getOutputStream());
            assertThat(copied).isPositive();
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }
}
