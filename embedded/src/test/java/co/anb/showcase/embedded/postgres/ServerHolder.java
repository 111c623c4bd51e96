package co.anb.showcase.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that starts a server, says so by a file and waits to be killed. */
final class ServerHolder {
    private ServerHolder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(home, 0, ServerAccount.valueOf(arguments[1]));
        Files.writeString(home.resolve("held"), Integer.toString(server.port()));
        new CountDownLatch(1).await();
    }
}
