package co.anb.showcase.local.folder;

import co.anb.showcase.shared.config.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that were made for a folder and are kept in it, in a file that only its owner can read. */
public final class KeptSecrets {

    private static final int BYTES = 32;

    private final KeptProperties kept;
    private final SecureRandom random = new SecureRandom();

    private KeptSecrets(KeptProperties kept) {
        this.kept = kept;
    }

    /** The secrets of a folder. */
    public static KeptSecrets of(DataFolder folder) {
        return new KeptSecrets(KeptProperties.of(folder.secrets()));
    }

    /**
     * A secret of 32 random bytes, in Base64; the same in every run.
     *
     * @param name what it is for
     */
    public Secret secret(String name) {
        if (kept.get(name).isEmpty()) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            kept.put(name, Base64.getEncoder().encodeToString(bytes));
            kept.save();
        }
        return new Secret(kept.get(name));
    }
}
