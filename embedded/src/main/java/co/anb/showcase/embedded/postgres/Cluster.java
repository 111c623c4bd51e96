package co.anb.showcase.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of one server: {@code <home>/data}, {@code <home>/password} and {@code <home>/server.log}.
 *
 * <p>{@code data} appears by a rename when it is complete, so a process that dies while it is made leaves nothing that
 * the next start could take for a database.
 */
record Cluster(Path home) {
    static final String USER = "anb";

    private static final int PASSWORD_BYTES = 24;

    Cluster {
        home = home.toAbsolutePath().normalize();
    }

    Path data() {
        return home.resolve("data");
    }

    Path log() {
        return home.resolve("server.log");
    }

    /** The password of {@link #USER}: random, made with the cluster. */
    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("the password " + passwordFile() + " cannot be read: " + e, e);
        }
    }

    /** Makes the data folder unless it is there already, and gives it to the server's account. */
    void prepare(PostgresBinaries binaries, ServerAccount account) {
        try {
            createPrivate(home);
            if (!Files.exists(data())) {
                initialise(binaries, account);
            }
            account.own(home);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("the data folder " + home + " could not be prepared: " + e, e);
        }
    }

    private void initialise(PostgresBinaries binaries, ServerAccount account) throws IOException {
        Path fresh = home.resolve("data.new");
        deleteTree(fresh);
        createPrivate(fresh);
        writePassword();
        account.own(home);
        run(account.command(initdb(binaries, fresh), List.of(fresh, binaries.folder())));
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** PostgreSQL's built-in locale: the same order and the same upper case of ñ and accents on every machine. */
    private List<String> initdb(PostgresBinaries binaries, Path fresh) {
        return List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    private void run(List<String> command) throws IOException {
        Path output = home.resolve("initdb.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new EmbeddedPostgresException(
                        "initdb failed: " + Files.readString(output).strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while the data folder was made", e);
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    private static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths = new ArrayList<>();
        try (var walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
