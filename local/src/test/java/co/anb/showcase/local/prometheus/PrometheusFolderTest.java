package co.anb.showcase.local.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusFolderTest {

    @TempDir
    private Path root;

    @Test
    void everyMemberOfAServiceIsATarget() throws IOException {
        new PrometheusFolder(root).prepare(Map.of("core", List.of(8_001, 8_002), "auth", List.of(8_003)));

        assertThat(root.resolve("targets/core.yml")).hasContent("- targets: [\"127.0.0.1:8001\", \"127.0.0.1:8002\"]");
        assertThat(root.resolve("targets/auth.yml")).hasContent("- targets: [\"127.0.0.1:8003\"]");
        assertThat(root.resolve("targets/worker.yml")).hasContent("[]");
    }
}
