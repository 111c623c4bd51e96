package co.anb.showcase.worker.pipeline;

import co.anb.showcase.worker.ffmpeg.EncodedTrack;
import co.anb.showcase.worker.ffmpeg.FfmpegException;
import co.anb.showcase.worker.ffmpeg.FfmpegSession;
import co.anb.showcase.worker.ffmpeg.MediaFacts;
import co.anb.showcase.worker.ffmpeg.Probe;
import co.anb.showcase.worker.ffmpeg.VideoTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts opening bumper, player's part and closing bumper together: by copying the encoded streams when their decoder
 * configurations are equal, else by one encode of everything from the sources. Copied together in spite of a
 * difference, the video would play in some players and show green blocks in others.
 */
final class Assembly {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final Workshop workshop;
    private final FfmpegSession session;
    private final Probe probe;
    private final Scratch scratch;

    Assembly(Workshop workshop, FfmpegSession session, Scratch scratch) {
        this.workshop = workshop;
        this.session = session;
        this.scratch = scratch;
        probe = new Probe(session);
    }

    /**
     * Makes {@code scratch.video()}.
     *
     * @param player the player's part, already encoded to {@code scratch.player()}
     * @param encoded what came out of that encode
     * @param progress of the run
     * @return frames of the whole, and whether they were joined without a second encode
     */
    Assembled assemble(Part player, EncodedTrack encoded, RunProgress progress) throws IOException, FfmpegException {
        EncodedTrack intro = bumper(workshop.intro(), Scratch.INTRO);
        EncodedTrack outro = bumper(workshop.outro(), Scratch.OUTRO);
        long frames = intro.frames() + encoded.frames() + outro.frames();
        Optional<MediaFacts> joined = joined(List.of(intro, encoded, outro), frames);
        if (joined.isPresent()) {
            return new Assembled(frames, true, joined.get());
        }
        var command =
                workshop.commands().all(workshop.intro(), player, workshop.outro(), scratch.video(), scratch.poster());
        long encodedFrames = session.run(command, reached -> progress.encodedAgain(reached, frames))
                .frames();
        LOG.warn("bumpers not joined, encoded in one pass frames={}", encodedFrames);
        return new Assembled(frames, false, probe.trusted(scratch.video()));
    }

    private EncodedTrack bumper(Part source, String name) throws IOException, FfmpegException {
        EncodeCommands commands = workshop.commands();
        String fingerprint = workshop.tools().version() + " " + commands.fingerprint(source);
        BumperCache.Encoder encoder = target -> {
            long frames =
                    session.run(commands.bumper(source, target), progress -> {}).frames();
            LOG.info("bumper encoded name={} frames={}", name, frames);
        };
        Path copy = scratch.folder().resolve(name);
        String digest = workshop.bumpers().fetch(source.file(), fingerprint, encoder, copy);
        @Nullable EncodedTrack known = workshop.digestToTrack().get(digest);
        if (known != null) {
            return known;
        }
        EncodedTrack track = probe.encoded(copy);
        workshop.digestToTrack().put(digest, track);
        return track;
    }

    private Optional<MediaFacts> joined(List<EncodedTrack> parts, long frames) throws IOException, FfmpegException {
        boolean alike =
                parts.stream().map(EncodedTrack::configurationDigest).distinct().count() == 1
                        && !parts.get(0).configurationDigest().isEmpty();
        if (!alike) {
            LOG.warn("parts are not alike, configurations={}", parts);
            return Optional.empty();
        }
        Files.writeString(scratch.list(), list(parts));
        long last = session.run(workshop.commands().join(scratch.list(), scratch.video()), progress -> {})
                .frames();
        LOG.debug("parts joined frames={}", last);
        MediaFacts facts = probe.trusted(scratch.video());
        boolean whole = facts.videos().stream().mapToLong(VideoTrack::frames).sum() == frames;
        return whole ? Optional.of(facts) : Optional.empty();
    }

    /** Durations are spelled out: the container's own are rounded, and a frame could be lost or doubled at a seam. */
    private static String list(List<EncodedTrack> parts) {
        List<String> names = List.of(Scratch.INTRO, Scratch.PLAYER, Scratch.OUTRO);
        StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
        for (int i = 0; i < names.size(); i++) {
            double seconds = parts.get(i).frames() / (double) EncodeProfile.FRAME_RATE;
            list.append("file ").append(names.get(i)).append('\n');
            list.append(String.format(Locale.ROOT, "duration %.6f%n", seconds));
        }
        return list.toString();
    }

    /**
     * What was put together.
     *
     * @param frames that the whole must have
     * @param withoutSecondEncode true when the parts were copied
     * @param facts of the whole, as ffprobe reads them
     */
    record Assembled(long frames, boolean withoutSecondEncode, MediaFacts facts) {}
}
