package co.anb.showcase.worker.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file that somebody might send.
 *
 * @param name what is wrong with it
 * @param file where it is
 * @param mayPass whether it may be published: FFmpeg copes with a lot
 * @param reasons for which it may be refused
 */
record HostileFile(String name, Path file, boolean mayPass, Set<Rejection> reasons) {

    static HostileFile refused(String name, Path file, Rejection first, Rejection... more) {
        return new HostileFile(name, file, false, EnumSet.of(first, more));
    }

    static HostileFile passes(String name, Path file) {
        return new HostileFile(name, file, true, EnumSet.noneOf(Rejection.class));
    }

    /** Any end will do, as long as it is one of the two. */
    static HostileFile either(String name, Path file) {
        return new HostileFile(name, file, true, EnumSet.allOf(Rejection.class));
    }

    static Path write(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".mp4"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path folder, String name, String content) {
        return write(folder, name, content.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
