package co.anb.showcase.local;

import co.anb.showcase.local.folder.DataFolder;
import co.anb.showcase.local.folder.LocalRunException;
import java.nio.file.Path;

/** Placeholder until the locator of the worker is here. */
final class SampleClip {
    private SampleClip() {}

    static void write(DataFolder folder, Path target, Console console) {
        throw new LocalRunException("not yet " + target + folder + console);
    }
}
