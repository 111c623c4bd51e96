package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.worker.sandbox.Guarantee;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Reach;
import co.anb.showcase.worker.sandbox.Sandbox;
import co.anb.showcase.worker.sandbox.SandboxMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the strongest sandbox in which FFmpeg really works here: each is tried by a small encode and a look at its
 * result. That a program is installed says little; kernels, containers and security modules forbid what it needs.
 */
final class SandboxChoice {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxChoice.class);

    private final SandboxMode mode;
    private final List<Sandbox> strongestFirst;
    private final ProcessLimits limits;

    SandboxChoice(SandboxMode mode, List<Sandbox> strongestFirst, ProcessLimits limits) {
        this.mode = mode;
        this.strongestFirst = strongestFirst;
        this.limits = limits;
    }

    /**
     * Chooses.
     *
     * @param tools that work without a sandbox
     * @return the same tools, to be run in the sandbox
     * @throws IOException when none works that the mode accepts, with a sentence that says why and what to do
     */
    FfmpegTools choose(FfmpegTools tools) throws IOException {
        List<String> objections = new ArrayList<>();
        for (Sandbox sandbox : strongestFirst) {
            if (!mode.accepts(sandbox)) {
                continue;
            }
            FfmpegTools candidate = tools.in(sandbox);
            Optional<String> objection = objection(candidate);
            if (objection.isEmpty()) {
                tell(sandbox);
                return candidate;
            }
            LOG.warn("sandbox passed over name={} reason={}", sandbox.name(), objection.get());
            objections.add(sandbox.name() + ": " + objection.get());
        }
        throw new IOException(
                "ffmpeg.sandbox is %s, and FFmpeg works in none that this accepts %s; install bubblewrap and"
                                .formatted(mode.name().toLowerCase(Locale.ROOT), objections)
                        + " allow user namespaces");
    }

    private Optional<String> objection(FfmpegTools candidate) throws IOException {
        Path folder = Files.createTempDirectory("anb-sandbox");
        Path video = folder.resolve("trial.mp4");
        try {
            FfmpegSession session = FfmpegSession.of(candidate, limits);
            Progress end = session.run(trial(video, folder), progress -> {});
            boolean works =
                    end.frames() > 0 && new Probe(session).encoded(video).frames() == end.frames();
            return works ? Optional.empty() : Optional.of("FFmpeg wrote nothing that ffprobe can read");
        } catch (FfmpegException failure) {
            return Optional.of(failure.toString());
        } finally {
            Files.deleteIfExists(video);
            Files.delete(folder);
        }
    }

    private static FfmpegCommand trial(Path video, Path folder) {
        FFmpegBuilder command = new FFmpegBuilder();
        command.addInput("color=size=64x64:rate=10:duration=0.5")
                .setFormat("lavfi")
                .done();
        command.addOutput(HostileInput.argument(video)).setVideoCodec("libx264").done();
        return new FfmpegCommand(command, Reach.NOTHING.writing(folder));
    }

    private static void tell(Sandbox sandbox) {
        Set<Guarantee> missing = EnumSet.allOf(Guarantee.class);
        missing.removeAll(sandbox.guarantees());
        LOG.info("sandbox chosen name={} guarantees={}", sandbox.name(), sandbox.guarantees());
        if (!missing.isEmpty()) {
            LOG.warn("sandbox has gaps name={} missing={}", sandbox.name(), missing);
        }
    }
}
