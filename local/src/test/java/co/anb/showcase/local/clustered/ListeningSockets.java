package co.anb.showcase.local.clustered;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What processes listen on, as proc(5) tells it. */
final class ListeningSockets {

    private static final String LISTEN = "0A";

    /** 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104, each word in the byte order of the machine. */
    private static final Pattern LOOPBACK = Pattern.compile("(0{16}FFFF0000)?[0-9A-F]{6}7F|0{24}01000000");

    private ListeningSockets() {}

    /**
     * A TCP socket that takes connections.
     *
     * @param address as the kernel writes it
     */
    record Listener(String address, int port) {

        boolean isOnLoopback() {
            return LOOPBACK.matcher(address).matches();
        }
    }

    /** Those of some processes. */
    static List<Listener> of(Stream<ProcessHandle> processes) {
        Set<String> owned = processes.flatMap(ListeningSockets::inodes).collect(Collectors.toSet());
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).skip(1))
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> fields[3].equals(LISTEN) && owned.contains("socket:[" + fields[9] + "]"))
                .map(fields -> fields[1].split(":", 2))
                .map(local -> new Listener(local[0], Integer.parseInt(local[1], 16)))
                .toList();
    }

    private static Stream<String> inodes(ProcessHandle process) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.map(ListeningSockets::target).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a file that was closed meanwhile, nothing. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
