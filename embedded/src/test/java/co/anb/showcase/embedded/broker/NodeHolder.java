package co.anb.showcase.embedded.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that starts a node, writes its processes down and waits to be killed. */
final class NodeHolder {
    private NodeHolder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        PrivateRabbitMq node = PrivateRabbitMq.start(
                RabbitMqProgram.find(System.getenv()).orElseThrow(), home, RabbitMqOptions.onPort(0));
        List<String> processes = node.processes().stream().map(Object::toString).toList();
        Files.writeString(home.resolve("held.new"), String.join("\n", processes));
        Files.move(home.resolve("held.new"), home.resolve("held"));
        new CountDownLatch(1).await();
    }
}
