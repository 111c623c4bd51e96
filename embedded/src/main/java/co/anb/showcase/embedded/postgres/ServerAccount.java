package co.anb.showcase.embedded.postgres;

import co.anb.showcase.embedded.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * Under which identity PostgreSQL runs: it refuses to run as root.
 *
 * <p>Each way ends in {@code exec}, never in a fork, so that the process that this JVM starts <em>is</em> the
 * postmaster.
 */
enum ServerAccount {
    /** The JVM's own user, which is not root. */
    OWN,
    /** Root inside a user namespace that maps nobody: not root for PostgreSQL, but the owner of root's files. */
    NAMESPACE,
    /** A plain container's root: PostgreSQL gets the id of {@code nobody}, and the data folder is given to that id. */
    UNPRIVILEGED;

    /** {@code nobody} on every Linux. */
    private static final int NOBODY = 65534;

    private static final List<String> NAMESPACE_COMMAND = List.of("unshare", "-U", "--");

    /** Returns the first way that works here. */
    static ServerAccount detect() {
        if (ownUid() != 0) {
            return OWN;
        }
        return ChildProcess.works(List.of("unshare", "-U", "--", "true")) ? NAMESPACE : UNPRIVILEGED;
    }

    /** The numeric id of this JVM's user. */
    static int ownUid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new EmbeddedPostgresException("embedded PostgreSQL needs Linux with /proc mounted", e);
        }
    }

    /** The id that must own the data folder. */
    int fileOwner() {
        return this == UNPRIVILEGED ? NOBODY : ownUid();
    }

    /**
     * Returns the command that runs a program of PostgreSQL under this identity; to be wrapped around
     * {@link ChildProcess#endWithParent}, not the other way round: the kernel forgets that signal when the identity
     * changes.
     *
     * @param folders what the program must reach; a folder below a closed one (as {@code /root}) needs a capability
     */
    List<String> command(List<String> program, List<Path> folders) {
        List<String> command = new ArrayList<>();
        if (this == NAMESPACE) {
            command.addAll(NAMESPACE_COMMAND);
        }
        if (this == UNPRIVILEGED) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
            if (!folders.stream().allMatch(ServerAccount::isOpenToAll)) {
                command.addAll(List.of("--inh-caps=+dac_override", "--ambient-caps=+dac_override"));
            }
            command.add("--");
        }
        command.addAll(program);
        return List.copyOf(command);
    }

    /** Gives a folder and all in it to the id that the server runs under, whoever owned it in an earlier run. */
    void own(Path folder) {
        if (ownUid() != 0) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(path, "unix:uid", fileOwner(), java.nio.file.LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", fileOwner(), java.nio.file.LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("the owner of " + folder + " could not be changed: " + e, e);
        }
    }

    private static boolean isOpenToAll(Path folder) {
        for (Path parent = folder.toAbsolutePath().getParent(); parent != null; parent = parent.getParent()) {
            try {
                if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
