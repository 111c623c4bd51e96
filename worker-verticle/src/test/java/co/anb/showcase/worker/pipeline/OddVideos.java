package co.anb.showcase.worker.pipeline;

import static co.anb.showcase.worker.pipeline.HostileFile.either;
import static co.anb.showcase.worker.pipeline.HostileFile.passes;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.append;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.ascii;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.box;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.join;
import static co.anb.showcase.worker.pipeline.Mp4Surgery.replace;

import co.anb.showcase.testkit.Clip;
import co.anb.showcase.testkit.Clips;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Videos of good faith that are unlike most, and a few of bad faith that only FFmpeg can make. */
final class OddVideos {

    /** Seven bits profile 8, six bits level 3, then: with metadata, without a second layer, with a first. */
    private static final int PROFILE_8_LEVEL_3 = 0x101d;

    private final Path folder;
    private final byte[] clip;

    /**
     * Prepares the files.
     *
     * @param folder for them
     * @param clip an ordinary one with sound, index last
     */
    OddVideos(Path folder, byte[] clip) {
        this.folder = folder;
        this.clip = clip;
    }

    Stream<HostileFile> published() {
        return Stream.of(
                passes("an odd number of pixels both ways", drawn("odd", "323x181", 30, "mpeg4", "yuv420p", 2)),
                passes("upright, odd, full colour", drawn("odd444", "181x323", 30, "libx264", "yuv444p", 2)),
                passes("240 frames a second", drawn("slow", "320x180", 240, "libx264", "yuv420p", 1)),
                passes("Dolby Vision, profile 8", dolbyVision()),
                passes("a track of a phone's sensors", HostileFile.write(folder, "sensors", sensors())),
                passes("a name with everything in it", named("-i \n'\"`$(id)`%d:\u202e;&|é \\ name.txt")),
                passes("a name as long as names can be", named("x".repeat(251) + ".mp4")));
    }

    Stream<HostileFile> refused() {
        return Stream.of(
                HostileFile.refused(
                        "an hour of one picture",
                        drawn("hour", "320x180", 1, "libx264", "yuv420p", 3600),
                        Rejection.INVALID_VIDEO_DURATION),
                HostileFile.refused(
                        "pixels a hundred times as high as wide",
                        Clips.file(Clip.of(320, 180, 2).pixelAspect("1/100")),
                        Rejection.INVALID_VIDEO_RESOLUTION),
                HostileFile.refused("a cover without a video", cover(), Rejection.INVALID_VIDEO_STREAMS),
                either("a size that changes half-way", changing()));
    }

    private Path drawn(String name, String size, int rate, String codec, String format, int seconds) {
        return Clips.make(
                folder.resolve(name + ".mp4"),
                "-f",
                "lavfi",
                "-i",
                "color=green:s=%s:r=%d:d=%d".formatted(size, rate, seconds),
                "-c:v",
                codec,
                "-pix_fmt",
                format,
                "-f",
                "mp4");
    }

    private Path cover() {
        Path picture =
                Clips.make(folder.resolve("cover.png"), "-f", "lavfi", "-i", "color=red:s=640x640", "-frames:v", "1");
        return Clips.make(
                folder.resolve("cover-only.mp4"),
                "-i",
                picture.toString(),
                "-c",
                "copy",
                "-disposition:v:0",
                "attached_pic");
    }

    /** Two streams, one after the other as if they were one; the second has parameter sets of its own. */
    private Path changing() {
        List<byte[]> parts = new ArrayList<>();
        for (String size : List.of("320x180", "640x480")) {
            Path part = folder.resolve(size + ".h264");
            parts.add(HostileFile.read(Clips.make(
                    part,
                    "-f",
                    "lavfi",
                    "-i",
                    "color=green:s=" + size + ":r=30:d=1",
                    "-c:v",
                    "libx264",
                    "-pix_fmt",
                    "yuv420p",
                    "-f",
                    "h264")));
        }
        Path joined = HostileFile.write(folder, "changing-stream", join(parts.get(0), parts.get(1)));
        return Clips.make(
                folder.resolve("changing.mp4"), "-f", "h264", "-r", "30", "-i", joined.toString(), "-c", "copy");
    }

    /** What phones say of themselves; the stream is HLG, which is what a player without Dolby's decoder shows. */
    private Path dolbyVision() {
        byte[] record = new byte[24];
        record[0] = 1;
        record[2] = (byte) (PROFILE_8_LEVEL_3 >> 8);
        record[3] = (byte) PROFILE_8_LEVEL_3;
        record[4] = 4 << 4;
        byte[] hlg = HostileFile.read(Clips.file(Clip.of(320, 180, 2).highDynamicRange()));
        return HostileFile.write(
                folder,
                "dolby",
                replace(hlg, "moov/trak/mdia/minf/stbl/stsd/hvc1", entry -> append(entry, box("dvvC", record))));
    }

    /** The track of sound becomes one of timed metadata, as an iPhone writes. */
    private byte[] sensors() {
        String text = new String(clip, StandardCharsets.ISO_8859_1);
        return ascii(text.replace("soun", "meta").replace("mp4a", "mebx"));
    }

    private Path named(String name) {
        try {
            return java.nio.file.Files.write(folder.resolve(name), clip);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
