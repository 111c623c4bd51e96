package co.anb.showcase.worker.pipeline;

import java.nio.file.Path;

/**
 * The names of what a run writes into the folder that it was given.
 *
 * @param folder of the caller's
 */
record Scratch(Path folder) {

    static final String INTRO = "intro.mp4";
    static final String PLAYER = "player.mp4";
    static final String OUTRO = "outro.mp4";

    Path intro() {
        return folder.resolve(INTRO);
    }

    Path player() {
        return folder.resolve(PLAYER);
    }

    Path outro() {
        return folder.resolve(OUTRO);
    }

    Path list() {
        return folder.resolve("parts.ffconcat");
    }

    Path video() {
        return folder.resolve("video.mp4");
    }

    Path poster() {
        return folder.resolve("poster.jpg");
    }
}
