package co.anb.showcase.chaos.estate;

import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import co.anb.showcase.testkit.Mp4;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What a player sends, and what must become of it when no fault is at hand. */
public enum Recording {
    /** A second that may take part, as small as an estate's rules allow. */
    FITS(""),
    /** A picture that is too small. */
    TOO_SMALL("INVALID_VIDEO_RESOLUTION"),
    /** An MP4 by its first bytes, in which there is nothing. */
    EMPTY("INVALID_FILE_TYPE");

    private static final int SHARES = 6;
    private static final int EMPTY_BYTES = 20_000;

    private final String refusal;

    Recording(String refusal) {
        this.refusal = refusal;
    }

    /** Draws one: two of three fit. */
    public static Recording draw(Random random) {
        return switch (random.nextInt(SHARES)) {
            case 0 -> TOO_SMALL;
            case 1 -> EMPTY;
            default -> FITS;
        };
    }

    /** The {@code error_code} that a worker refuses it with; empty for one that fits. */
    public String refusal() {
        return refusal;
    }

    /**
     * The file.
     *
     * @param folder where one may be written that is not among the kept clips
     */
    public Path in(Path folder) {
        return switch (this) {
            case FITS -> Clips.file(Clip.of(320, 180, 1));
            case TOO_SMALL -> Clips.file(Clip.of(160, 90, 1));
            case EMPTY -> empty(folder.resolve("empty.mp4"));
        };
    }

    private static Path empty(Path file) {
        try {
            return Files.exists(file)
                    ? file
                    : Files.write(file, Mp4.bytes("isom", EMPTY_BYTES).getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
