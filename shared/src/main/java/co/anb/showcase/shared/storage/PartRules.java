package co.anb.showcase.shared.storage;

import java.util.List;

/** What is true of parts whatever keeps them. */
public final class PartRules {

    private PartRules() {}

    /** Refuses what only a bug asks for. */
    public static void check(int number, long length) {
        if (number < 1 || number > MultipartPort.MAX_PARTS || length < 1) {
            throw new IllegalArgumentException("no part: number " + number + ", length " + length);
        }
    }

    /**
     * Whether a client's list can make an object: there are parts, their numbers rise, and each tag is that of the part
     * that is there; all but the last are large enough.
     */
    static boolean fit(List<PartTag> wanted, List<StoredPart> present) {
        List<StoredPart> chosen =
                present.stream().filter(part -> wanted.contains(part.tag())).toList();
        boolean known = !wanted.isEmpty()
                && chosen.stream().map(StoredPart::tag).toList().equals(wanted);
        return known
                && chosen.stream()
                        .limit(chosen.size() - 1L)
                        .allMatch(part -> part.length() >= MultipartPort.MIN_PART_BYTES);
    }
}
