package co.anb.showcase.api.direct;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which an announced upload comes. */
enum UploadMode {
    /** All bytes in one PUT to us. */
    RAW,
    /** Parts by signed links straight to the storage, then a call that joins them. */
    PARTS,
    /** Appended by the requests of the tus protocol. */
    TUS;

    /** The name in the database and in requests. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of a name; empty when there is none. */
    static Optional<UploadMode> of(String wireName) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(wireName))
                .findFirst();
    }
}
