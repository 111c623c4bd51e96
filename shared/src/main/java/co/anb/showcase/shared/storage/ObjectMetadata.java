package co.anb.showcase.shared.storage;

import java.util.regex.Pattern;

/**
 * What is remembered beside an object's bytes.
 *
 * @param contentType a media type without parameters, as {@code video/mp4}
 */
public record ObjectMetadata(String contentType) {

    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}");

    /** H.264 in an MP4 file. */
    public static final ObjectMetadata MP4 = new ObjectMetadata("video/mp4");

    /** A poster picture. */
    public static final ObjectMetadata JPEG = new ObjectMetadata("image/jpeg");

    /** Checks the form, since the value goes into a response header. */
    public ObjectMetadata {
        if (!isMediaType(contentType)) {
            throw new IllegalArgumentException("contentType must be a bare media type, was " + contentType);
        }
    }

    static boolean isMediaType(String text) {
        return MEDIA_TYPE.matcher(text).matches();
    }
}
