package co.anb.showcase.worker.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * ANB's own pictures, which the pipeline lays over and around a player's video.
 *
 * @param watermark a PNG with transparency, at most 320 pixels wide in the result
 * @param intro the opening bumper, any video
 * @param outro the closing bumper, any video; both last at most 5 s together
 */
public record PipelineAssets(Path watermark, Path intro, Path outro) {

    /** The file names, in the storage's folder {@code assets/} and in the class path's alike. */
    public static final List<String> NAMES = List.of("watermark.png", "intro.mp4", "outro.mp4");

    private static final String RESOURCES = "/assets/";

    /**
     * The three assets of a folder, by their usual names.
     *
     * @param folder that holds them
     * @return paths, which need not exist yet
     */
    public static PipelineAssets in(Path folder) {
        return new PipelineAssets(
                folder.resolve(NAMES.get(0)), folder.resolve(NAMES.get(1)), folder.resolve(NAMES.get(2)));
    }

    /**
     * Opens one of the project's own assets, which stand in until ANB puts better ones into the storage.
     *
     * @param name one of {@link #NAMES}
     * @return its content, to be closed
     */
    public static InputStream openDefault(String name) {
        InputStream content = PipelineAssets.class.getResourceAsStream(RESOURCES + name);
        if (content == null) {
            throw new IllegalArgumentException("no default asset " + name);
        }
        return content;
    }

    /**
     * Writes the project's own assets into a folder. Blocking.
     *
     * @param folder that exists
     * @return their paths
     * @throws IOException when the folder can't be written
     */
    public static PipelineAssets writeDefaults(Path folder) throws IOException {
        for (String name : NAMES) {
            try (InputStream content = openDefault(name)) {
                Files.copy(content, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return in(folder);
    }
}
