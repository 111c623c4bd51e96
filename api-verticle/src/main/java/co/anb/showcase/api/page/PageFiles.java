package co.anb.showcase.api.page;

import co.anb.showcase.shared.http.Prepared;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, out of the class path folder {@code web}: few and small, so all are read once, and what is not
 * among them is not served.
 */
final class PageFiles {

    private static final String INDEX = "/index.html";
    private static final String BELOW_APP = "/app/";

    /** Our own scripts and styles alone; pictures and clips may also come from the storage (S3), over https. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data: https:; media-src 'self' blob: https:; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** The files have no version in their names, so browsers ask again after a minute. */
    private static final Map<String, String> HEADERS =
            Map.of("Content-Security-Policy", POLICY, "Cache-Control", "public, max-age=60");

    private static final Map<String, String> SUFFIX_TO_TYPE = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private PageFiles() {}

    /**
     * All of them by the paths that they are asked for; blocks.
     *
     * @throws UncheckedIOException when they can't be read
     */
    static Map<String, Prepared> read() {
        try {
            URL index = Objects.requireNonNull(PageFiles.class.getClassLoader().getResource("web" + INDEX));
            Map<String, Prepared> files = new HashMap<>(read(index));
            files.put("/", Objects.requireNonNull(files.get(INDEX)));
            return Map.copyOf(files);
        } catch (IOException e) {
            throw new UncheckedIOException("the page can't be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Prepared> read(URL index) throws IOException, URISyntaxException {
        if (index.openConnection() instanceof JarURLConnection packaged) {
            URI jar = packaged.getJarFileURL().toURI();
            try (FileSystem content = FileSystems.newFileSystem(Path.of(jar))) {
                return below(content.getPath(packaged.getEntryName()).getParent());
            }
        }
        return below(Path.of(index.toURI()).getParent());
    }

    private static Map<String, Prepared> below(@Nullable Path folder) throws IOException {
        Map<String, Prepared> files = new HashMap<>();
        try (Stream<Path> found = Files.walk(Objects.requireNonNull(folder))) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String path = "/" + folder.relativize(file);
                files.put(path, prepare(path, Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static Prepared prepare(String path, byte[] content) {
        String type = SUFFIX_TO_TYPE.get(path.substring(path.lastIndexOf('.') + 1));
        String route = path.startsWith(BELOW_APP) ? BELOW_APP + "*" : path;
        return Prepared.text(
                route, Objects.requireNonNull(type, () -> "no type for " + path), Buffer.buffer(content), HEADERS);
    }
}
