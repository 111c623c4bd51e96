package co.anb.showcase.shared.storage;

/**
 * A part as a client names it when it completes an upload.
 *
 * @param number from 1
 * @param etag the entity tag that the part was answered with; quotes are added when a client left them out
 */
public record PartTag(int number, String etag) {

    /** Adds the quotes. */
    public PartTag {
        etag = etag.startsWith("\"") ? etag : "\"" + etag + "\"";
    }
}
