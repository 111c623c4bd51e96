package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.FfmpegCommand;
import co.anb.showcase.worker.ffmpeg.HostileInput;
import co.anb.showcase.worker.sandbox.Reach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;

/** The command lines of FFmpeg that the pipeline runs. Nothing in them comes from a player but the path of a file. */
final class EncodeCommands {

    private final EncodeProfile profile;
    private final Path watermark;
    private final Duration longestPart;

    EncodeCommands(EncodeProfile profile, Path watermark, Duration longestPart) {
        this.profile = profile;
        this.watermark = watermark;
        this.longestPart = longestPart;
    }

    /** The player's part, watermarked, and the poster out of the same pass. */
    FfmpegCommand player(Part player, Path video, Path poster) {
        FFmpegBuilder command = new FFmpegBuilder();
        addPlayer(command, player);
        addOwn(command, watermark);
        command.addExtraArgs("-filter_complex", FilterGraph.player(0, 1, player.track(), player.frames()));
        addVideo(command, video, List.of());
        addPoster(command, poster);
        return new FfmpegCommand(
                command, Reach.reading(player.file(), watermark).writing(folder(video)));
    }

    /** One bumper in the published form. */
    FfmpegCommand bumper(Part bumper, Path video) {
        FFmpegBuilder command = new FFmpegBuilder();
        addOwn(command, bumper.file());
        command.addExtraArgs("-filter_complex", FilterGraph.bumper(0, bumper.track(), bumper.frames()));
        addVideo(command, video, List.of());
        return new FfmpegCommand(command, Reach.reading(bumper.file()).writing(folder(video)));
    }

    /** All parts in one pass, when they can't be joined. */
    FfmpegCommand all(Part intro, Part player, Part outro, Path video, Path poster) {
        FFmpegBuilder command = new FFmpegBuilder();
        addOwn(command, intro.file());
        addPlayer(command, player);
        addOwn(command, outro.file());
        addOwn(command, watermark);
        command.addExtraArgs(
                "-filter_complex",
                FilterGraph.all(
                        intro.track(), intro.frames(), player.track(), player.frames(), outro.track(), outro.frames()));
        addVideo(command, video, List.of("-movflags", "+faststart"));
        addPoster(command, poster);
        Reach sources = Reach.reading(intro.file(), player.file(), outro.file(), watermark);
        return new FfmpegCommand(command, sources.writing(folder(video)));
    }

    /** Copies the parts of a list one after the other. The list is ours, and names files beside itself only. */
    FfmpegCommand join(Path list, Path video) {
        FFmpegBuilder command = new FFmpegBuilder();
        command.addInput(HostileInput.argument(list))
                .addExtraArgs("-protocol_whitelist", "file", "-f", "concat", "-safe", "1")
                .done();
        command.addOutput(HostileInput.argument(video))
                .disableAudio()
                .setVideoCodec("copy")
                .addExtraArgs("-map", "0:v:0")
                .addExtraArgs(EncodeProfile.CONTAINER.toArray(String[]::new))
                .addExtraArgs("-movflags", "+faststart")
                .done();
        return new FfmpegCommand(command, Reach.NOTHING.writing(folder(video)));
    }

    /** What makes an encoded bumper what it is, apart from its source and FFmpeg. */
    String fingerprint(Part bumper) {
        return profile.fingerprint() + " " + FilterGraph.bumper(0, bumper.track(), bumper.frames());
    }

    /** Everything that a command makes is in one folder. */
    private static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling(".");
    }

    private void addPlayer(FFmpegBuilder command, Part player) {
        command.addInput(HostileInput.argument(player.file()))
                .addExtraArgs(HostileInput.forDecoding().toArray(String[]::new))
                .addExtraArgs("-threads", "" + profile.threads())
                // As an input option it ends the decoding there, not only the output.
                .addExtraArgs("-t", "" + longestPart.toSeconds())
                .done();
    }

    private static void addOwn(FFmpegBuilder command, Path file) {
        command.addInput(HostileInput.argument(file))
                .addExtraArgs("-protocol_whitelist", "file")
                .done();
    }

    private void addVideo(FFmpegBuilder command, Path video, List<String> more) {
        FFmpegOutputBuilder output = profile.apply(command.addOutput(HostileInput.argument(video)));
        output.addExtraArgs("-map", "[video]");
        output.extra_args.addAll(more);
        output.done();
    }

    private static void addPoster(FFmpegBuilder command, Path poster) {
        List<String> picture = List.of("-map", "[poster]", "-q:v", "3", "-update", "1", "-f", "image2");
        command.addOutput(HostileInput.argument(poster))
                .disableAudio()
                .setVideoCodec("mjpeg")
                .setFrames(1)
                .addExtraArgs(picture.toArray(String[]::new))
                .addExtraArgs("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact")
                .done();
    }
}
