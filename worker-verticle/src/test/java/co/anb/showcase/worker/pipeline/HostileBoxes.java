package co.anb.showcase.worker.pipeline;

import static co.anb.showcase.worker.pipeline.HostileFile.either;
import static co.anb.showcase.worker.pipeline.HostileFile.refused;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.append;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.ascii;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.box;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.join;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.put;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.replace;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** MP4s whose boxes lie: about sizes, counts, times and about each other. */
final class HostileBoxes {

    private static final String MEDIA = "moov/trak/mdia/";
    private static final String TABLES = "moov/trak/mdia/minf/stbl/";
    private static final int MEGABYTE = 1 << 20;

    private final Path folder;
    private final byte[] clip;

    /**
     * Prepares the files.
     *
     * @param folder for them
     * @param clip a good one, index last
     */
    HostileBoxes(Path folder, byte[] clip) {
        this.folder = folder;
        this.clip = clip;
    }

    Stream<HostileFile> all(byte[] indexFirst) {
        return Stream.of(
                        missing(),
                        sizes(),
                        counts(),
                        times(),
                        crowds(),
                        cut(clip, "index last"),
                        cut(indexFirst, "index first"))
                .flatMap(List::stream);
    }

    private List<HostileFile> missing() {
        byte[] type = box("ftyp", ascii("isom\0\0\2\0isomiso2avc1mp41"));
        return List.of(
                refused("nothing but its type", write("ftyp", type), Rejection.INVALID_FILE_TYPE),
                either("index without samples", write("moov", replace(clip, "mdat", box -> box("mdat")))),
                refused(
                        "samples without index",
                        write("mdat", replace(clip, "moov", box -> new byte[0])),
                        Rejection.INVALID_FILE_TYPE),
                refused(
                        "index without tracks",
                        write("tracks", replace(clip, "moov", box -> box("moov"))),
                        Rejection.INVALID_FILE_TYPE,
                        Rejection.INVALID_VIDEO_STREAMS),
                refused(
                        "codec that nobody knows",
                        write("codec", put(clip, TABLES + "stsd", 20, 0x7a7a7a7a)),
                        Rejection.INVALID_FILE_TYPE,
                        Rejection.INVALID_VIDEO_STREAMS,
                        Rejection.UNSUPPORTED_VIDEO_CODEC));
    }

    /** A box of size 0 goes on to the end, of size 1 has its size in the next eight bytes (here the largest). */
    private List<HostileFile> sizes() {
        List<HostileFile> files = new ArrayList<>();
        for (String path : List.of("mdat", "moov", "moov/trak", TABLES + "stsz")) {
            files.addAll(numbers("for the size of " + path, path, 0, 0, 1, -1));
            byte[] huge = replace(clip, path, box -> {
                byte[] longer = join(
                        ByteBuffer.allocate(16)
                                .putInt(1)
                                .put(box, 4, 4)
                                .putLong(Long.MIN_VALUE)
                                .array(),
                        Arrays.copyOfRange(box, 8, box.length));
                return longer;
            });
            files.add(either("size 2^63 of " + path, write("huge-" + path, huge)));
        }
        return files;
    }

    private List<HostileFile> counts() {
        // One entry: sixty frames are shown when they are decoded.
        byte[] offsets = ByteBuffer.allocate(16).putInt(0).putInt(1).putInt(60).array();
        byte[] whole = replace(clip, TABLES + "stts", stts -> join(stts, box("ctts", offsets)));
        List<HostileFile> files = new ArrayList<>();
        for (String table : List.of("stts", "stsc", "stco", "stss", "ctts", "stsd")) {
            files.addAll(numbers(whole, "entries in " + table, TABLES + table, 12, 0, -1));
        }
        files.addAll(numbers("entries in stts", TABLES + "stts", 12, Integer.MAX_VALUE));
        files.addAll(numbers("samples", TABLES + "stsz", 16, 0, Integer.MAX_VALUE, -1));
        files.addAll(numbers("bytes a sample", TABLES + "stsz", 12, Integer.MAX_VALUE, -1));
        return files;
    }

    private List<HostileFile> times() {
        List<HostileFile> files = new ArrayList<>();
        files.addAll(numbers("ticks a second", MEDIA + "mdhd", 20, 0, 1, Integer.MAX_VALUE, -1));
        files.addAll(numbers("ticks a second of the film", "moov/mvhd", 20, 0, -1));
        files.addAll(numbers("for a duration", MEDIA + "mdhd", 24, 0, -1));
        files.addAll(numbers("ticks a frame", TABLES + "stts", 20, 0, Integer.MAX_VALUE, -1));
        files.addAll(numbers("for the begin of an edit", "moov/trak/edts/elst", 20, Integer.MAX_VALUE, -2));
        files.addAll(numbers("for the length of an edit", "moov/trak/edts/elst", 16, 0, -1));
        byte[] timeless = put(put(clip, "moov/mvhd", 24, 0), MEDIA + "mdhd", 24, 0);
        files.add(either(
                "no time at all",
                write("timeless", put(put(timeless, "moov/trak/tkhd", 28, 0), TABLES + "stts", 20, 0))));
        return files;
    }

    private List<HostileFile> numbers(String what, String path, int offset, int... values) {
        return numbers(clip, what, path, offset, values);
    }

    private List<HostileFile> numbers(byte[] whole, String what, String path, int offset, int... values) {
        return Arrays.stream(values)
                .mapToObj(value -> value + " " + what)
                .map(name -> either(
                        name,
                        write(name, put(whole, path, offset, Integer.parseInt(name.substring(0, name.indexOf(' ')))))))
                .toList();
    }

    private List<HostileFile> crowds() {
        byte[] thousand = replace(clip, "moov/trak", track -> {
            byte[][] tracks = new byte[1000][];
            Arrays.fill(tracks, track);
            return join(tracks);
        });
        byte[] deep = deep(10_000);
        return List.of(
                refused("a thousand tracks", write("thousand", thousand), Rejection.INVALID_FILE_TYPE),
                either("boxes 10,000 deep", write("deep", replace(clip, "moov", box -> append(box, deep)))),
                either(
                        "index of 90 MB",
                        write(
                                "large",
                                replace(clip, "moov", box -> append(box, box("free", new byte[90 * MEGABYTE]))))));
    }

    /** Containers of which each holds the next. */
    private static byte[] deep(int depth) {
        ByteBuffer all = ByteBuffer.allocate(8 * depth);
        for (int left = depth; left > 0; left--) {
            all.putInt(8 * left).put(ascii(left % 2 == 0 ? "trak" : "udta"));
        }
        return all.array();
    }

    private List<HostileFile> cut(byte[] whole, String name) {
        return IntStream.rangeClosed(1, 9)
                .mapToObj(tenth -> either(
                        name + ", the first " + 10 * tenth + " %",
                        write(name + tenth, Arrays.copyOf(whole, whole.length * tenth / 10))))
                .toList();
    }

    private Path write(String name, byte[] content) {
        return HostileFile.write(folder, name, content);
    }
}
