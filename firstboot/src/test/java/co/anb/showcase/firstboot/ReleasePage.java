package co.anb.showcase.firstboot;

import static co.anb.showcase.testkit.Await.await;

import co.anb.showcase.pulumi.boot.Versions;
import co.anb.showcase.testkit.CertificateAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * GitHub's page of the Prometheus project: the programs that are installed here, packed and summed up as releases are.
 */
final class ReleasePage implements AutoCloseable {

    static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");

    private final HttpServer server;

    private ReleasePage(HttpServer server) {
        this.server = server;
    }

    static ReleasePage serve(Vertx vertx, Path folder, CertificateAuthority.Identity identity) {
        pack(folder, "prometheus", Versions.PROMETHEUS, PROMETHEUS);
        pack(folder, "alertmanager", Versions.ALERTMANAGER, ALERTMANAGER);
        HttpServerOptions tls = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(identity.chain().toString())
                        .setKeyPath(identity.key().toString()));
        return new ReleasePage(await(vertx.createHttpServer(tls)
                .requestHandler(request -> request.response()
                        .sendFile(folder + request.path())
                        .onFailure(none -> request.response().setStatusCode(404).end()))
                .listen(0, "127.0.0.1")));
    }

    /** What curl must be told to find it at github.com's address. */
    String curlConfiguration() {
        return "connect-to = \"github.com:443:127.0.0.1:%d\"\ncacert = \"/mnt/authority.pem\"\n"
                .formatted(server.actualPort());
    }

    @Override
    public void close() {
        await(server.close());
    }

    private static void pack(Path folder, String project, String version, Path program) {
        String name = project + "-" + version + ".linux-amd64";
        Path release = folder.resolve("prometheus/%s/releases/download/v%s".formatted(project, version));
        Path archive = release.resolve(name + ".tar.gz");
        try {
            Files.createDirectories(release);
            Process tar = new ProcessBuilder(
                            "tar", "--transform=s|.*|" + name + "/" + project + "|", "-Pcf", "-", program.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream out = new Stored(Files.newOutputStream(archive))) {
                tar.getInputStream().transferTo(out);
            }
            if (tar.waitFor() != 0) {
                throw new IOException(program + " could not be packed");
            }
            String sum = Surroundings.sha256(archive);
            Files.writeString(release.resolve("sha256sums.txt"), sum + "  " + archive.getFileName() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A gzip file that is not made smaller, which would take longer than all else. */
    private static final class Stored extends GZIPOutputStream {

        Stored(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.NO_COMPRESSION);
        }
    }
}
