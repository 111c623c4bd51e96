package co.anb.showcase.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts in which packages install RabbitMQ. */
class RabbitMqProgramTest {
    @TempDir
    Path root;

    @BeforeEach
    void erlangIsThere() throws IOException {
        executable(root.resolve("bin/erl"));
        executable(root.resolve("bin/epmd"));
    }

    @Test
    void findsTheScriptBehindAPackagesWrapper() throws IOException {
        Path script = install("3.10.8", "rabbit-3.10.8");
        Path scripts = Files.createDirectories(root.resolve("lib/bin"));
        Files.createSymbolicLink(scripts.resolve("rabbitmq-server"), script);
        Files.createFile(scripts.resolve("rabbitmq-env"));
        executable(scripts.resolve("rabbitmq-script-wrapper"));
        Files.createSymbolicLink(root.resolve("bin/rabbitmq-server"), scripts.resolve("rabbitmq-script-wrapper"));

        Optional<RabbitMqProgram> found = RabbitMqProgram.find(path("bin"));

        assertThat(found).contains(new RabbitMqProgram(script.toRealPath(), root.resolve("bin/epmd"), "3.10.8"));
    }

    @Test
    void findsAnUnpackedArchive() throws IOException {
        Path script = install("4.1.0", "rabbit-4.1.0.ez");

        Optional<RabbitMqProgram> found = RabbitMqProgram.find(path("bin", "rabbitmq_server-4.1.0/sbin"));

        assertThat(found.map(RabbitMqProgram::server)).contains(script.toRealPath());
        assertThat(found.map(RabbitMqProgram::version)).contains("4.1.0");
    }

    @Test
    void passesOverOneThatIsTooOldAndOneThatIsOnlyAWrapper() throws IOException {
        install("3.9.13", "rabbit-3.9.13");
        executable(root.resolve("wrapper/rabbitmq-server"));
        Path good = install("3.12.0", "rabbit-3.12.0");

        Optional<RabbitMqProgram> found = RabbitMqProgram.find(
                path("wrapper", "bin", "rabbitmq_server-3.9.13/sbin", "rabbitmq_server-3.12.0/sbin"));

        assertThat(found.map(RabbitMqProgram::server)).contains(good.toRealPath());
    }

    @Test
    void isOfNoUseWithoutErlang() throws IOException {
        install("3.10.8", "rabbit-3.10.8");

        assertThat(RabbitMqProgram.find(path("rabbitmq_server-3.10.8/sbin"))).isEmpty();
        assertThat(RabbitMqProgram.find(Map.of())).isEmpty();
    }

    @CanIgnoreReturnValue
    private Path install(String version, String plugin) throws IOException {
        Path home = root.resolve("rabbitmq_server-" + version);
        Files.createDirectories(home.resolve("plugins"));
        Files.createFile(home.resolve("plugins").resolve(plugin));
        Files.createFile(home.resolve("plugins").resolve("rabbit_common-" + version));
        Path script = executable(home.resolve("sbin/rabbitmq-server"));
        Files.createFile(home.resolve("sbin/rabbitmq-env"));
        return script;
    }

    private Map<String, String> path(String... folders) {
        StringBuilder path = new StringBuilder();
        for (String folder : folders) {
            path.append(root.resolve(folder)).append(java.io.File.pathSeparator);
        }
        return Map.of("PATH", path.toString());
    }

    @CanIgnoreReturnValue
    private static Path executable(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
