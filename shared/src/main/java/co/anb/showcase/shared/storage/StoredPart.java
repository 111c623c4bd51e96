package co.anb.showcase.shared.storage;

/**
 * A part that is stored.
 *
 * @param tag its number and entity tag
 * @param length bytes
 */
public record StoredPart(PartTag tag, long length) {

    /** Its number, from 1. */
    public int number() {
        return tag.number();
    }
}
