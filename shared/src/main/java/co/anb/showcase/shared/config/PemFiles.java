package co.anb.showcase.shared.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** Files that configuration names. */
public final class PemFiles {
    private PemFiles() {}

    /** The path of a PEM file that holds one certificate at least; empty when it is none or can't be read. */
    public static Optional<Path> certificates(String name) {
        try {
            Path file = Path.of(name);
            try (InputStream pem = Files.newInputStream(file)) {
                boolean none = CertificateFactory.getInstance("X.509")
                        .generateCertificates(pem)
                        .isEmpty();
                return none ? Optional.empty() : Optional.of(file);
            }
        } catch (IOException | CertificateException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
