package co.anb.showcase.local.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InnerPortsTest {

    private static final int DISTANCE = 100;

    @TempDir
    private Path root;

    @Test
    void partKeepsItsPortFromRunToRun() {
        int port = ports().port("core");

        assertThat(ports().port("core")).isEqualTo(port);
    }

    @Test
    void pairIsChosenAnewWhenItsSecondPortIsTaken() throws IOException {
        int first = ports().pair("cluster-core", DISTANCE);
        try (ServerSocket taken = new ServerSocket(first + DISTANCE, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            assertThat(ports().pair("cluster-core", DISTANCE)).isNotEqualTo(first);
        }
        assertThat(ports().pair("cluster-core", DISTANCE)).isNotEqualTo(first);
    }

    @Test
    void secondPortOfAPairIsNoOtherPartsPort() {
        int first = ports().pair("cluster-core", DISTANCE);
        KeptProperties kept = KeptProperties.of(new DataFolder(root).ports());
        kept.put("worker", Integer.toString(first + DISTANCE));
        kept.save();
        InnerPorts ports = ports();

        assertThat(ports.pair("cluster-core", DISTANCE)).isEqualTo(first);
        assertThat(ports.port("worker")).isNotEqualTo(first + DISTANCE);
    }

    private InnerPorts ports() {
        return InnerPorts.of(new DataFolder(root));
    }
}
