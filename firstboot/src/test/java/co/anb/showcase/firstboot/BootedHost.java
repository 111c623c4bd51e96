package co.anb.showcase.firstboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * A host that lives in a folder: this machine read-only, with {@code /etc}, {@code /opt}, {@code /srv}, {@code /tmp}
 * and {@code /var} of its own and the stand-ins first on its path. Its user-data is applied as cloud-init does: files,
 * then programs, one after the other. Everything that runs on it ends with this JVM.
 */
final class BootedHost implements AutoCloseable {

    /**
     * Does what Linux does at every boot and what cloud-init does at the first, stays for what they started, and runs
     * the programs again as often as it is told to. It writes down what each run came to.
     */
    private static final String INIT = """
            run() {
              for program; do
                "$program"
                echo "$program $?" >> /var/boot-status
              done
            }
            exec >> /var/log/boot.log 2>&1
            rm -rf /tmp/* /var/mounted
            mount -a
            for unit in /etc/systemd/system/multi-user.target.wants/*.service; do
              [ ! -e "$unit" ] || systemctl restart "$(basename "$unit" .service)"
            done
            [ -e /var/boot-status ] || run "$@"
            while sleep 1; do
              [ ! -e /var/again ] || { rm /var/again && run "$@"; }
            done
            """;

    /** A copy of /etc with owners and modes, without what a fresh host has not: packages, their users, units. */
    private static final String COPY_ETC = """
            cp -a /etc "$1" && cd "$1/etc" && rm -rf rabbitmq prometheus systemd/system/*.wants \
              && sed -i -E '/^(rabbitmq|prometheus):/d' passwd shadow group gshadow
            """;

    private static final List<String> FOLDERS = List.of(
            "opt", "srv", "tmp", "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/log", "var/tmp", "var/cache");

    private final Path root;
    private final Path surroundings;
    private final List<String> programs;
    private Process process;

    private BootedHost(Path root, Path surroundings, List<String> programs) throws IOException {
        this.root = root;
        this.surroundings = surroundings;
        this.programs = programs;
        process = start();
    }

    /**
     * Boots it and returns at once.
     *
     * @param root an empty folder
     * @param surroundings what all hosts share, with the folders {@code bin}, {@code s3} and {@code ssm}, and with
     *     {@code curl/<name of root>/.curlrc} for those whose curl needs one
     * @param machine variables that a service has here and would not have on AWS
     */
    static BootedHost boot(Path root, Path surroundings, String userData, Map<String, String> machine) {
        try {
            for (String folder : FOLDERS) {
                Files.createDirectories(root.resolve(folder));
            }
            for (String folder : List.of("tmp", "var/tmp")) {
                Files.setPosixFilePermissions(root.resolve(folder), PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            Files.createFile(root.resolve("var/lib/dpkg/status"));
            copyEtc(root);
            Files.writeString(root.resolve("etc/machine.env"), assignments(machine));
            // A key of another maker comes from the internet, once.
            Path keys = Files.createDirectories(root.resolve("etc/apt/keyrings"));
            for (String maker : List.of("rabbitmq", "grafana")) {
                Files.writeString(keys.resolve(maker + ".gpg"), "known already");
            }
            Map<String, List<?>> config = new Yaml().load(userData);
            for (Object file : list(config, "write_files")) {
                write(root, (Map<?, ?>) file);
            }
            List<String> programs = list(config, "runcmd").stream()
                    .map(command -> ((List<?>) command).get(0).toString())
                    .toList();
            return new BootedHost(root, surroundings, programs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit status of a script of the boot, once it is over. */
    OptionalInt status(String script) {
        return statuses(script).stream().mapToInt(Integer::intValue).findFirst();
    }

    /** Those of all its runs that are over. */
    List<Integer> statuses(String script) {
        return text("var/boot-status")
                .lines()
                .filter(line -> line.startsWith("/opt/anb/boot/" + script + " "))
                .map(line -> Integer.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    /**
     * Cuts its power and boots it again: {@code /run}, {@code /tmp} and mounts are lost, and what was enabled starts.
     */
    void reboot() {
        close();
        try {
            process = start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the units that it starts at each boot. */
    List<String> enabled() {
        try (var units = Files.list(path("etc/systemd/system/multi-user.target.wants"))) {
            return units.map(unit -> unit.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its stand-ins were called with that begins so. */
    List<String> calls(String beginning) {
        return text("var/log/stand-ins.log")
                .lines()
                .filter(call -> call.startsWith(beginning))
                .toList();
    }

    /** How often all programs of its boot have ended. */
    int runs() {
        return statuses("cloudwatch-agent.sh").size();
    }

    /** What no further run may change: accounts, mounts, units, and what services are told. */
    String kept() {
        return Stream.of(
                                "etc/passwd",
                                "etc/group",
                                "etc/fstab",
                                "etc/anb/" + root.getFileName() + ".env",
                                "etc/anb/grafana.env",
                                "etc/anb/alertmanager.yml",
                                "etc/anb/grafana/prometheus/targets/worker.yml")
                        .map(this::text)
                        .collect(Collectors.joining("\n"))
                + enabled();
    }

    /** Runs the programs of its first boot once more, as it is now. */
    void bootAgain() {
        try {
            Files.createFile(path("var/again"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the host, empty if it is not there. */
    String text(String path) {
        Path file = path(path);
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file of the host is here. */
    Path path(String path) {
        return root.resolve(path);
    }

    /** All that was said on it, for the report of a failure. */
    String said() {
        try (var logs = Files.list(path("var/log"))) {
            return logs.filter(Files::isRegularFile)
                    .map(log -> log.getFileName() + ":\n" + text("var/log/" + log.getFileName()))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The id of the user that the Java with this word in its command line runs as. Its children look like it until they
     * are what they start.
     */
    int userOf(String word) {
        Set<Object> users = process.descendants()
                .filter(candidate -> commandLine(candidate).startsWith("/usr/bin/java")
                        && commandLine(candidate).contains(word))
                .flatMap(found -> user(found).stream())
                .collect(Collectors.toSet());
        if (users.size() != 1) {
            throw new IllegalStateException("users of " + word + ": " + users);
        }
        return (int) users.iterator().next();
    }

    /** Ends all that runs on it, and waits. */
    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(descendant -> descendant.onExit().join());
    }

    private static Optional<Object> user(ProcessHandle process) {
        try {
            return Optional.of(Files.getAttribute(proc(process), "unix:uid"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(proc(process).resolve("cmdline")).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    private Process start() throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bwrap", "--die-with-parent", "--unshare-pid", "--cap-add", "ALL"));
        command.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"));
        for (String folder : List.of("etc", "opt", "srv", "tmp", "var")) {
            command.addAll(List.of("--bind", root.resolve(folder).toString(), "/" + folder));
        }
        command.addAll(List.of("--ro-bind", surroundings.toString(), "/mnt", "--tmpfs", "/run", "--chdir", "/"));
        command.addAll(List.of("--clearenv", "--setenv", "PATH", "/mnt/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
        command.addAll(List.of("--setenv", "CURL_HOME", "/mnt/curl/" + root.getFileName()));
        command.addAll(List.of("bash", "-c", INIT, "init"));
        command.addAll(programs);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("bwrap.log").toFile())
                .start();
    }

    private static void copyEtc(Path root) throws IOException {
        Process copy = new ProcessBuilder("bash", "-c", COPY_ETC, "copy", root.toString()).start();
        try {
            if (copy.waitFor() != 0) {
                throw new IOException("/etc could not be copied");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void write(Path root, Map<?, ?> file) throws IOException {
        Path path = root.resolve(String.valueOf(file.get("path")).substring(1));
        Files.createDirectories(path.getParent());
        Files.writeString(path, String.valueOf(file.get("content")));
        int mode = Integer.parseInt(String.valueOf(file.get("permissions")), 8);
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static String assignments(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(entry -> "%s='%s'\n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    private static List<?> list(Map<String, List<?>> config, String key) {
        return config.getOrDefault(key, List.of());
    }
}
