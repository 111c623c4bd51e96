package co.anb.showcase.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A certificate authority that lives as long as a test. Made by the JDK's keytool; nothing of it is committed. */
public final class CertificateAuthority {
    private static final String PASSWORD = "throw-away";
    private static final String AUTHORITY = "authority";

    private final Path folder;
    private final Path store;

    private CertificateAuthority(Path folder) {
        this.folder = folder;
        store = folder.resolve("keys.p12");
    }

    /**
     * A server's side of it.
     *
     * @param chain PEM file: the certificate, then the authority's
     * @param key PEM file (PKCS #8), readable by its owner only
     */
    public record Identity(Path chain, Path key) {}

    /**
     * Makes an authority. Blocking, as the rest.
     *
     * @param folder for its files; made when it is not there
     */
    public static CertificateAuthority in(Path folder) {
        try {
            CertificateAuthority authority = new CertificateAuthority(Files.createDirectories(folder));
            authority.generate(AUTHORITY, "-ext", "bc:critical", "-ext", "ku:critical=keyCertSign");
            return authority;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The authority's own certificate, a PEM file. */
    public Path certificate() {
        return pem("authority.pem", AUTHORITY);
    }

    /**
     * Issues a certificate for a server.
     *
     * @param names host names as {@code dns:localhost}, addresses as {@code ip:127.0.0.1}
     */
    public Identity issue(String... names) {
        String alias = "server-" + String.join("-", names).replaceAll("[^a-z0-9]", "-");
        generate(alias, "-signer", AUTHORITY, "-ext", "san=" + String.join(",", names));
        return new Identity(pem(alias + ".pem", alias), key(alias));
    }

    private void generate(String alias, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2"));
        command.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Path pem(String name, String alias) {
        return write(
                name,
                keys -> Arrays.stream(keys.getCertificateChain(alias))
                        .map(certificate -> block("CERTIFICATE", () -> certificate.getEncoded()))
                        .collect(Collectors.joining()));
    }

    private Path key(String alias) {
        return write(alias + ".key", keys -> {
            byte[] encoded = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
            return block("PRIVATE KEY", () -> encoded);
        });
    }

    private Path write(String name, Content content) {
        Path file = folder.resolve(name);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            Files.writeString(file, content.of(keys));
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String block(String type, Encoded encoded) {
        try {
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded.bytes());
            return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Content {
        String of(KeyStore keys) throws GeneralSecurityException;
    }

    @FunctionalInterface
    private interface Encoded {
        byte[] bytes() throws GeneralSecurityException;
    }
}
