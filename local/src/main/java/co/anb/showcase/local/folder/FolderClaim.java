package co.anb.showcase.local.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to use a folder. It is a lock of the operating system, which ends with the process however
 * that ends; beside it stands who holds it (process id and start time), for people and for {@link Leftovers}.
 */
public final class FolderClaim implements AutoCloseable {

    private final DataFolder folder;
    private final FileChannel channel;
    private final FileLock lock;
    private final Optional<RunRecord> previous;

    private FolderClaim(DataFolder folder, FileChannel channel, FileLock lock, Optional<RunRecord> previous) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
        this.previous = previous;
    }

    /**
     * Claims a folder.
     *
     * @param url what this run will serve, for the message that a second run gets
     * @throws LocalRunException when a living run has it
     */
    public static FolderClaim take(DataFolder folder, String url) {
        try {
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            Optional<RunRecord> previous = RunRecord.read(folder);
            if (lock == null) {
                channel.close();
                throw new LocalRunException(inUse(folder, previous));
            }
            RunRecord.ofThisProcess(url).write(folder);
            return new FolderClaim(folder, channel, lock, previous);
        } catch (IOException e) {
            throw new LocalRunException("The folder " + folder.root() + " can't be claimed: " + e, e);
        }
    }

    /** The run that had the folder before and did not give it back: it was killed. */
    public Optional<RunRecord> killedRun() {
        return previous;
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.run());
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new LocalRunException("The folder " + folder.root() + " could not be given back: " + e, e);
        }
    }

    @SuppressWarnings("resource") // the lock lives as long as the claim
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String inUse(DataFolder folder, Optional<RunRecord> holder) {
        String who = holder.map(run -> " by process " + run.pid() + ", which serves " + run.url())
                .orElse("");
        return "The folder " + folder.root() + " is in use" + who + ". Stop that run, or choose another folder"
                + " with --data.";
    }
}
