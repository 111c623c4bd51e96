package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.estate.Command;
import co.anb.showcase.bench.load.Load;
import co.anb.showcase.worker.ffmpeg.FfmpegTools;
import co.anb.showcase.worker.pipeline.PipelineAssets;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same video by one command. */
record BareFfmpeg(FfmpegTools tools, PipelineAssets assets, int threads, Path folder) implements Load {

    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");

    static final String FIT = "fps=30,scale=w=1280:h=720:force_original_aspect_ratio=decrease"
            + ":out_color_matrix=bt709:out_range=tv,pad=1280:720:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p";

    private static final String GRAPH = "[0:v:0]" + FIT + "[a];[1:v:0]setpts=PTS-STARTPTS," + FIT + "[p];[2:v:0]" + FIT
            + "[c];[3:v:0]scale=w='min(iw,320)':h=-1,format=yuva420p[m];[p][m]overlay=W-w-24:H-h-24:format=yuv420[b];"
            + "[a][b][c]concat=n=3:v=1:a=0[v]";

    @Override
    public String name() {
        return "one bare FFmpeg";
    }

    @Override
    public double perSecond() {
        return PipelinePart.cost(() -> encode(23, video()));
    }

    Path video() {
        return folder.resolve("bare.mp4");
    }

    Path lossless() {
        return folder.resolve("lossless.mp4");
    }

    /** Moving pictures in full HD, as soft as those of a camera. */
    Path clip(int seconds) {
        Path clip = folder.resolve("clip.mp4");
        ffmpeg(List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=1920x1080:rate=30:duration=" + seconds
                        + ",gblur=sigma=3,scale=out_color_matrix=bt709:out_range=tv",
                "-color_primaries",
                "bt709",
                "-color_trc",
                "bt709",
                "-colorspace",
                "bt709",
                "-color_range",
                "tv",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-crf",
                "18",
                "-pix_fmt",
                "yuv420p",
                clip.toString()));
        return clip;
    }

    /** How much a video looks like the same video without any loss: 1 is alike. */
    double likeness(Path video) {
        String told = ffmpeg(List.of(
                "-i",
                video.toString(),
                "-i",
                lossless().toString(),
                "-lavfi",
                "[0:v][1:v]ssim=stats_file=-",
                "-f",
                "null",
                folder.resolve("none").toString()));
        Matcher frame = SSIM.matcher(told);
        double sum = 0;
        int frames = 0;
        while (frame.find()) {
            sum += Double.parseDouble(frame.group(1));
            frames++;
        }
        return sum / Math.max(1, frames);
    }

    void encode(int rateFactor, Path target) {
        List<String> arguments = new ArrayList<>(List.of(
                "-i",
                assets.intro().toString(),
                "-threads",
                "" + threads,
                "-t",
                "30",
                "-i",
                folder.resolve("clip.mp4").toString(),
                "-i",
                assets.outro().toString(),
                "-i",
                assets.watermark().toString(),
                "-filter_complex",
                GRAPH,
                "-map",
                "[v]",
                "-an",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "" + rateFactor,
                "-threads",
                "" + threads,
                "-bf",
                "2",
                "-g",
                "60",
                "-keyint_min",
                "60",
                "-sc_threshold",
                "0",
                "-movflags",
                "+faststart"));
        if (rateFactor > 0) {
            arguments.addAll(List.of("-maxrate", "5000k", "-bufsize", "10000k", "-profile:v", "high"));
        }
        arguments.add(target.toString());
        String told = ffmpeg(arguments);
        if (!told.isEmpty()) {
            throw new BenchException("FFmpeg said " + told);
        }
    }

    @CanIgnoreReturnValue
    String ffmpeg(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-y", "-v", "error", "-nostdin"));
        command.addAll(arguments);
        return Command.run(command, tools.environment());
    }
}
