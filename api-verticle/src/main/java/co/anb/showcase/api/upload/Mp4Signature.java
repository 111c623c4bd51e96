package co.anb.showcase.api.upload;

import co.anb.showcase.shared.problem.ProblemException;
import co.anb.showcase.shared.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Tells an MP4 file by its first bytes: an ISO base media file begins with a box {@code ftyp} that names its major
 * brand (ISO/IEC 14496-12 §4.3).
 *
 * <p>The major brand alone decides. The compatible brands behind it are no help: an M4A and many a HEIC file list
 * {@code isom} or {@code mp42} there too.
 */
public final class Mp4Signature {

    /** So many bytes are needed to judge. */
    public static final int BYTES = 12;

    private static final int SMALLEST_BOX = 16;
    private static final int LARGEST_BOX = 4 << 10;
    private static final Set<String> ACCEPTED = Set.of(
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "dash",
            "M4V ", "M4VH", "M4VP");
    private static final Set<String> PICTURES =
            Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1", "avif", "avis");
    private static final Set<String> SOUNDS = Set.of("M4A ", "M4B ", "M4P ");
    /** What a QuickTime file begins with that is older than the box {@code ftyp}. */
    private static final Set<String> OLD_QUICKTIME = Set.of("moov", "mdat", "wide", "free", "skip", "pnot");

    private Mp4Signature() {}

    /**
     * Judges a file.
     *
     * @param head its first {@value #BYTES} bytes or more
     * @return why it is refused, with a sentence that says what to do; empty when it is an MP4
     */
    public static Optional<ProblemException> refusal(Buffer head) {
        String box = text(head, 4);
        if (OLD_QUICKTIME.contains(box)) {
            return refuse("upload.quicktime");
        }
        long boxBytes = head.getUnsignedInt(0);
        if (!box.equals("ftyp") || boxBytes < SMALLEST_BOX || boxBytes > LARGEST_BOX) {
            return refuse("INVALID_FILE_TYPE.detail");
        }
        return judge(text(head, 8));
    }

    private static Optional<ProblemException> judge(String brand) {
        if (ACCEPTED.contains(brand)) {
            return Optional.empty();
        }
        if (brand.equals("qt  ")) {
            return refuse("upload.quicktime");
        }
        if (PICTURES.contains(brand)) {
            return refuse("upload.picture");
        }
        return refuse(SOUNDS.contains(brand) ? "upload.sound" : "INVALID_FILE_TYPE.detail");
    }

    private static Optional<ProblemException> refuse(String messageKey) {
        return Optional.of(ProblemException.of(ProblemType.INVALID_FILE_TYPE, messageKey));
    }

    private static String text(Buffer head, int offset) {
        return head.getString(offset, offset + 4, StandardCharsets.ISO_8859_1.name());
    }
}
