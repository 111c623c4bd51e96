package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegException;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoded bumpers on disk. The key is a digest of the source's bytes, the encode's full arguments and FFmpeg's version,
 * so an entry can never be stale. An entry is a folder with the video and its digest, made under another name and
 * published by one rename: two workers may make it at once, and one that is killed half-way leaves nothing that is
 * used. An entry whose bytes no longer match its digest is made again.
 */
final class BumperCache {

    private static final Logger LOG = LoggerFactory.getLogger(BumperCache.class);
    private static final String UNFINISHED = ".unfinished-";
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
    private static final String VIDEO = "bumper.mp4";
    private static final String DIGEST = "bumper.sha256";

    private final Path folder;
    private final PipelineMetrics metrics;

    BumperCache(Path folder, PipelineMetrics metrics) {
        this.folder = folder;
        this.metrics = metrics;
    }

    /** Encodes a bumper into a file. */
    @FunctionalInterface
    interface Encoder {
        void encode(Path target) throws FfmpegException;
    }

    /**
     * Hands out an encoded bumper.
     *
     * @param source the bumper as it was given
     * @param fingerprint of arguments and FFmpeg
     * @param encoder makes the entry when there is none, or none that is whole
     * @param target where the bumper goes: a file of the caller's own, so that a clean-up of the cache can't hurt it
     * @return the digest of what is there now
     */
    String fetch(Path source, String fingerprint, Encoder encoder, Path target) throws IOException, FfmpegException {
        Files.createDirectories(folder);
        Path entry = folder.resolve(key(source, fingerprint));
        Optional<String> kept = copied(entry, target);
        if (kept.isPresent()) {
            return kept.get();
        }
        removeAbandoned();
        Path unfinished = Files.createDirectory(folder.resolve(UNFINISHED + UUID.randomUUID()));
        try {
            Path video = unfinished.resolve(VIDEO);
            encoder.encode(video);
            String digest = digest(video);
            Files.writeString(unfinished.resolve(DIGEST), digest);
            Files.copy(video, target, StandardCopyOption.REPLACE_EXISTING);
            publish(unfinished, entry);
            metrics.bumperEncoded();
            return digest;
        } finally {
            delete(unfinished);
        }
    }

    /** Copies an entry that is there and whole. What is copied is what is checked, so a change in between is seen. */
    private static Optional<String> copied(Path entry, Path target) throws IOException {
        try {
            Files.copy(entry.resolve(VIDEO), target, StandardCopyOption.REPLACE_EXISTING);
            String digest = digest(target);
            if (Files.readString(entry.resolve(DIGEST)).equals(digest)) {
                return Optional.of(digest);
            }
            LOG.warn("damaged bumper in the cache entry={}", entry);
            return Optional.empty();
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    private static void publish(Path unfinished, Path entry) throws IOException {
        try {
            Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException taken) {
            // Another worker's entry, or a damaged one: both may be replaced by what was just made.
            Path old = entry.resolveSibling(UNFINISHED + UUID.randomUUID());
            moveIfThere(entry, old);
            moveIfThere(unfinished, entry);
            delete(old);
        }
    }

    /** A failure here costs one more encode some day, and nothing else: the caller has its copy. */
    private static void moveIfThere(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException someoneElseWasFaster) {
            LOG.debug("cache entry not moved from={}", from, someoneElseWasFaster);
        }
    }

    private void removeAbandoned() throws IOException {
        Instant limit = Instant.now().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (Path path : unfinished) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(limit)) {
                    delete(path);
                }
            }
        } catch (NoSuchFileException someoneElseWasFaster) {
            LOG.debug("abandoned cache entry was already removed", someoneElseWasFaster);
        }
    }

    private static void delete(Path path) {
        try {
            if (Files.exists(path)) {
                MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        } catch (IOException e) {
            LOG.debug("cache folder not deleted path={}", path, e);
        }
    }

    private static String key(Path source, String fingerprint) throws IOException {
        Hasher hasher = Hashing.sha256().newHasher();
        hasher.putString(digest(source), StandardCharsets.UTF_8);
        hasher.putString(fingerprint, StandardCharsets.UTF_8);
        return hasher.hash().toString();
    }

    private static String digest(Path file) throws IOException {
        return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    }
}
