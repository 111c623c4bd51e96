package co.anb.showcase.worker.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Cuts into a whole MP4 (ISO/IEC 14496-12 §4.2). Chunk offsets stay right as long as the index is behind the samples,
 * where FFmpeg puts it unless it is told otherwise.
 */
final class Mp4Surgery {

    private static final int HEADER = 8;

    private Mp4Surgery() {}

    /**
     * Replaces the first box of a path; the sizes of those around it follow.
     *
     * @param file a whole MP4, or one box
     * @param path such as {@code moov/trak/mdia/mdhd}
     * @param change gets the box with its header, and gives what takes its place
     */
    static byte[] replace(byte[] file, String path, UnaryOperator<byte[]> change) {
        return replace(file, 0, path.split("/", -1), 0, change);
    }

    /** Writes a number into the first box of a path, so many bytes from its start. */
    static byte[] put(byte[] file, String path, int offset, int value) {
        return replace(file, path, box -> {
            byte[] changed = box.clone();
            ByteBuffer.wrap(changed).putInt(offset, value);
            return changed;
        });
    }

    /** A box. */
    static byte[] box(String type, byte[]... contents) {
        byte[] content = join(contents);
        return ByteBuffer.allocate(HEADER + content.length)
                .putInt(HEADER + content.length)
                .put(ascii(type))
                .put(content)
                .array();
    }

    /** The same box with more inside, at its end. */
    static byte[] append(byte[] box, byte[] more) {
        byte[] longer = join(box, more);
        ByteBuffer.wrap(longer).putInt(0, longer.length);
        return longer;
    }

    static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] replace(byte[] bytes, int from, String[] path, int depth, UnaryOperator<byte[]> change) {
        for (int at = from; at + HEADER <= bytes.length; ) {
            int size = ByteBuffer.wrap(bytes).getInt(at);
            String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (type.equals(path[depth])) {
                byte[] box = Arrays.copyOfRange(bytes, at, at + size);
                byte[] changed = depth == path.length - 1
                        ? change.apply(box)
                        : resized(replace(box, headerOf(type), path, depth + 1, change));
                return join(Arrays.copyOf(bytes, at), changed, Arrays.copyOfRange(bytes, at + size, bytes.length));
            }
            at += size;
        }
        throw new IllegalArgumentException("no box " + String.join("/", path));
    }

    private static byte[] resized(byte[] box) {
        ByteBuffer.wrap(box).putInt(0, box.length);
        return box;
    }

    /** Where the children begin: lists have a version and a count first, a sample entry has 78 bytes of its own. */
    private static int headerOf(String type) {
        return switch (type) {
            case "stsd", "dref" -> HEADER + 8;
            case "avc1", "hvc1" -> HEADER + 78;
            default -> HEADER;
        };
    }
}
