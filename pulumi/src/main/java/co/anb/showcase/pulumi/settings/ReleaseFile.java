package co.anb.showcase.pulumi.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that goes into the release bucket.
 *
 * @param sha256 of its content, in hexadecimal
 */
public record ReleaseFile(Path path, String sha256) {

    /** The region that the repository's configuration is written for. */
    static final String WRITTEN_FOR = "us-east-1";

    static ReleaseFile of(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return new ReleaseFile(path, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text for a region that it is not written for; empty when the file may go as it is. */
    public Optional<String> writtenFor(String region) {
        if (region.equals(WRITTEN_FOR)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(path))
                    .filter(text -> text.contains(WRITTEN_FOR))
                    .map(text -> text.replace(WRITTEN_FOR, region));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
