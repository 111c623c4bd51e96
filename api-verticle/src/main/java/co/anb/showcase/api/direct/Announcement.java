package co.anb.showcase.api.direct;

import co.anb.showcase.api.upload.NewUpload;
import java.util.Optional;

/**
 * What a player says before he sends.
 *
 * @param upload who he is; without a key of its own
 * @param mode the way in which the bytes will come
 * @param title of the video
 * @param metadata the header {@code Upload-Metadata} of tus, as it came
 * @param sizeBytes how many bytes there will be, at least 1
 */
record Announcement(NewUpload upload, UploadMode mode, String title, Optional<String> metadata, long sizeBytes) {}
