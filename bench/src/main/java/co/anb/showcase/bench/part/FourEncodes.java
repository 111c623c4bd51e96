package co.anb.showcase.bench.part;

import co.anb.showcase.bench.load.Load;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The same video step by step, as one would first: cut, fit, watermark, join, each an encode of what the last has made.
 */
record FourEncodes(BareFfmpeg bare) implements Load {

    private static final String MARK = "[1:v:0]scale=w='min(iw,320)':h=-1,format=yuva420p[m];"
            + "[0:v:0][m]overlay=W-w-24:H-h-24:format=yuv420[v]";
    private static final String JOIN = "[0:v:0]" + BareFfmpeg.FIT + "[a];[1:v:0]" + BareFfmpeg.FIT + "[p];[2:v:0]"
            + BareFfmpeg.FIT + "[c];[a][p][c]concat=n=3:v=1:a=0[v]";

    @Override
    public String name() {
        return "chain of four encodes";
    }

    @Override
    public double perSecond() {
        return PipelinePart.cost(this::make);
    }

    Path video() {
        return at("joined.mp4");
    }

    private void make() {
        encode(List.of(at("clip.mp4")), List.of("-t", "30", "-map", "0:v:0"), at("cut.mp4"));
        encode(List.of(at("cut.mp4")), List.of("-vf", BareFfmpeg.FIT), at("fitted.mp4"));
        encode(
                List.of(at("fitted.mp4"), bare.assets().watermark()),
                List.of("-filter_complex", MARK, "-map", "[v]"),
                at("marked.mp4"));
        encode(
                List.of(bare.assets().intro(), at("marked.mp4"), bare.assets().outro()),
                List.of("-filter_complex", JOIN, "-map", "[v]", "-movflags", "+faststart"),
                video());
    }

    private void encode(List<Path> sources, List<String> work, Path target) {
        List<String> arguments = new ArrayList<>();
        sources.forEach(source -> arguments.addAll(List.of("-i", source.toString())));
        arguments.addAll(work);
        arguments.addAll(List.of("-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23"));
        arguments.addAll(List.of("-threads", Integer.toString(bare.threads()), target.toString()));
        bare.ffmpeg(arguments);
    }

    private Path at(String name) {
        return bare.folder().resolve(name);
    }
}
