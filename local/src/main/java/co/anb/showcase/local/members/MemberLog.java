package co.anb.showcase.local.members;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a member's log file a person at the terminal wants to see. Reads on from where it was; blocks. */
final class MemberLog {

    private static final Set<String> LOUD = Set.of("WARN", "ERROR");
    private static final int AT_ONCE = 256 << 10;

    private final Path file;
    private long position;
    private String rest = "";

    MemberLog(Path file) {
        this.file = file;
    }

    /** A new process writes a new file. */
    synchronized void restart() {
        position = 0;
        rest = "";
    }

    /** Lines that came since the last call: that it is ready or stops, warnings, errors, and what is no log event. */
    synchronized List<String> news() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String[] lines = (rest + read()).split("\n", -1);
        rest = lines[lines.length - 1];
        return Arrays.stream(lines, 0, lines.length - 1)
                .flatMap(line -> told(line).stream())
                .toList();
    }

    static Optional<String> told(String line) {
        if (!line.startsWith("{")) {
            return Optional.of(line).filter(text -> !text.isBlank());
        }
        try {
            JsonObject event = new JsonObject(line);
            String level = event.getString("level", "");
            String message = event.getString("msg", "");
            boolean milestone = message.contains(" ready on :")
                    || message.contains(" has stopped ")
                    || message.startsWith("joined the cluster");
            return LOUD.contains(level) || milestone ? Optional.of(level + " " + message) : Optional.empty();
        } catch (DecodeException e) {
            return Optional.of(line);
        }
    }

    private String read() throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(position);
            byte[] bytes = new byte[(int) Math.min(AT_ONCE, Math.max(0, open.length() - position))];
            open.readFully(bytes);
            position += bytes.length;
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
