package co.anb.showcase.worker.ffmpeg;

import co.anb.showcase.embedded.ffmpeg.BundledFfmpeg;
import co.anb.showcase.embedded.ffmpeg.FfmpegBinaries;
import co.anb.showcase.worker.ffmpeg.FfmpegTools.Origin;
import co.anb.showcase.worker.sandbox.Limits;
import co.anb.showcase.worker.sandbox.ProcessLimits;
import co.anb.showcase.worker.sandbox.Programs;
import co.anb.showcase.worker.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds an FFmpeg that can do the job: the configured one, else one on the PATH, else the bundled one. Each candidate
 * is started and asked for what the pipeline needs. A configured one that doesn't fit is an error, never passed over in
 * silence. Blocking: call it on a pool thread.
 */
public final class FfmpegLocator {

    private static final Logger LOG = LoggerFactory.getLogger(FfmpegLocator.class);
    private static final List<String> FILTERS =
            List.of("scale", "pad", "fps", "overlay", "concat", "setparams", "sidedata", "zscale", "tonemap");

    /** A line of {@code -encoders}; the description of libx264rgb names libx264 too. */
    private static final Pattern X264 = Pattern.compile("(?m)^ V\\S* libx264 ");

    private final FfmpegConfig config;
    private final Programs programs;

    FfmpegLocator(FfmpegConfig config, Programs programs) {
        this.config = config;
        this.programs = programs;
    }

    /**
     * Prepares the search.
     *
     * @param config where to look, and the limits under which candidates are tried
     */
    public FfmpegLocator(FfmpegConfig config) {
        this(config, Programs.onPath());
    }

    /**
     * Finds and tries FFmpeg, then finds and tries a sandbox for it.
     *
     * @return the tools that the pipeline runs
     * @throws IOException when there is no FFmpeg or no sandbox that fits, with a sentence that says why and what to do
     */
    public FfmpegTools locate() throws IOException {
        FfmpegTools found = config.path().isPresent() ? configured(config.path().get()) : onPathOrBundled();
        LOG.info("ffmpeg found origin={} path={} version={}", found.origin(), found.ffmpeg(), found.version());
        return new SandboxChoice(config.sandbox(), Sandbox.strongestFirst(programs), probeLimits()).choose(found);
    }

    private FfmpegTools configured(Path ffmpeg) throws IOException {
        FfmpegTools candidate = candidate(ffmpeg, ffmpeg.resolveSibling("ffprobe"), Map.of(), Origin.CONFIGURATION);
        Optional<String> objection = objection(candidate);
        if (objection.isPresent()) {
            throw new IOException("ffmpeg.path is " + ffmpeg + ", which can't be used: " + objection.get());
        }
        return withVersion(candidate);
    }

    private FfmpegTools onPathOrBundled() throws IOException {
        Optional<Path> ffmpeg = programs.find("ffmpeg");
        Optional<Path> ffprobe = programs.find("ffprobe");
        if (ffmpeg.isPresent() && ffprobe.isPresent()) {
            FfmpegTools candidate = candidate(ffmpeg.get(), ffprobe.get(), Map.of(), Origin.PATH);
            Optional<String> objection = objection(candidate);
            if (objection.isEmpty()) {
                return withVersion(candidate);
            }
            LOG.warn("ffmpeg on the PATH passed over path={} reason={}", ffmpeg.get(), objection.get());
        }
        return bundled();
    }

    private FfmpegTools bundled() throws IOException {
        if (!BundledFfmpeg.isAvailable()) {
            throw new IOException("No FFmpeg with libx264 on the PATH, and the bundled one runs on Linux x86-64 only:"
                    + " install ffmpeg or set ffmpeg.path");
        }
        FfmpegBinaries binaries = BundledFfmpeg.extract(config.bundleFolder());
        FfmpegTools candidate =
                candidate(binaries.ffmpeg(), binaries.ffprobe(), binaries.environment(), Origin.BUNDLED);
        Optional<String> objection = objection(candidate);
        if (objection.isPresent()) {
            throw new IOException("The bundled FFmpeg does not run here: " + objection.get());
        }
        return withVersion(candidate);
    }

    private FfmpegTools candidate(Path ffmpeg, Path ffprobe, Map<String, String> environment, Origin origin) {
        Limits limits = new Limits(programs);
        return new FfmpegTools(ffmpeg.toAbsolutePath(), ffprobe.toAbsolutePath(), environment, "", origin, limits);
    }

    /** Why a candidate can't be used; empty when it can. */
    private Optional<String> objection(FfmpegTools candidate) {
        if (!Files.isExecutable(candidate.ffmpeg()) || !Files.isExecutable(candidate.ffprobe())) {
            return Optional.of("ffmpeg and ffprobe must both be executable files in one folder");
        }
        try {
            FfmpegSession session = session(candidate);
            if (!X264.matcher(session.text("-hide_banner", "-encoders")).find()) {
                return Optional.of("it has no encoder libx264");
            }
            String filters = session.text("-hide_banner", "-filters");
            return FILTERS.stream()
                    .filter(filter -> !filters.contains(" " + filter + " "))
                    .findFirst()
                    .map(filter -> "it has no filter " + filter);
        } catch (FfmpegException failure) {
            return Optional.of(failure.toString());
        }
    }

    private FfmpegTools withVersion(FfmpegTools tools) throws IOException {
        try {
            String version = session(tools).text("-version").lines().findFirst().orElse("unknown");
            return new FfmpegTools(
                    tools.ffmpeg(), tools.ffprobe(), tools.environment(), version, tools.origin(), tools.sandbox());
        } catch (FfmpegException failure) {
            throw new IOException(failure);
        }
    }

    private FfmpegSession session(FfmpegTools tools) {
        return FfmpegSession.of(tools, probeLimits());
    }

    private ProcessLimits probeLimits() {
        return config.limits().withWallTime(config.probeTime());
    }
}
