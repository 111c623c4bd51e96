package co.anb.showcase.embedded.broker;

import co.anb.showcase.embedded.process.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one private RabbitMQ, for its owner only: configuration, password, data, log and who serves it.
 *
 * @param folder absolute, without {@code .} and {@code ..}
 */
record RabbitMqHome(Path folder) {
    private static final int PASSWORD_BYTES = 24;

    /** Start times have a grain of 10 ms; both come from the same clock. */
    private static final Duration GRAIN = Duration.ofMillis(20);

    RabbitMqHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * One of the node's processes.
     *
     * @param handle a living one
     * @param mark an argument that tells it from others of its kind
     */
    record Served(ProcessHandle handle, String mark) {
        private String line() {
            Instant start = handle.info().startInstant().orElse(Instant.EPOCH);
            return handle.pid() + " " + start.toEpochMilli() + " " + mark;
        }
    }

    /** Makes the folder and in it the configuration; the password is made once and stays. */
    void prepare(String user, String virtualHost, List<String> settings, String plugins) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (Files.notExists(passwordFile())) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            write(passwordFile(), HexFormat.of().formatHex(random));
        }
        List<String> lines = new ArrayList<>(List.of(
                "default_user = " + user,
                "default_pass = " + password(),
                "default_vhost = " + virtualHost,
                "log.console = true",
                "log.file = false",
                // The defaults are shares of the whole machine, which this node does not own.
                "vm_memory_high_watermark.absolute = 512MiB",
                "disk_free_limit.absolute = 50MB"));
        lines.addAll(settings);
        write(folder.resolve("rabbitmq.conf"), String.join("\n", lines) + "\n");
        write(pluginsFile(), plugins + "\n");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    /** RabbitMQ adds {@code .conf}. */
    Path configuration() {
        return folder.resolve("rabbitmq");
    }

    Path pluginsFile() {
        return folder.resolve("enabled_plugins");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path logs() {
        return folder.resolve("log");
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    void recordProcesses(List<Served> processes) throws IOException {
        write(
                processFile(),
                String.join("\n", processes.stream().map(Served::line).toList()));
    }

    /** The recorded processes that live: id, start time and argument all agree, for ids are used again. */
    List<ProcessHandle> living() throws IOException {
        try {
            return Files.readAllLines(processFile()).stream()
                    .flatMap(line -> living(line).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    void deleteData() throws IOException {
        if (Files.exists(data())) {
            try (Stream<Path> paths = Files.walk(data())) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Optional<ProcessHandle> living(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3 || Stream.of(parts[0], parts[1]).anyMatch(number -> !number.matches("\\d{1,18}"))) {
            return Optional.empty();
        }
        Instant started = Instant.ofEpochMilli(Long.parseLong(parts[1]));
        return ProcessHandle.of(Long.parseLong(parts[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> Duration.between(start, started).abs().compareTo(GRAIN) <= 0)
                        .isPresent())
                .filter(process -> CommandLine.of(process).contains(parts[2]));
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private Path processFile() {
        return folder.resolve("processes");
    }

    /** Readable by its owner only before there is anything to read, and never half written. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
