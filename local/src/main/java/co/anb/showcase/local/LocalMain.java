package co.anb.showcase.local;

import co.anb.showcase.local.folder.DataFolder;
import co.anb.showcase.local.folder.LocalRunException;
import co.anb.showcase.shared.observe.JulLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The command line of local mode: {@code java -jar anb-local.jar}. */
public final class LocalMain {

    private static final Duration SAMPLE_LENGTH = Duration.ofSeconds(40);

    private LocalMain() {}

    /** Runs until the process is told to end; see {@code --help}. */
    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        try {
            LocalOptions options = LocalOptions.of(arguments);
            if (options.help()) {
                console.say(LocalOptions.USAGE.stripTrailing());
            } else {
                run(options, console);
            }
        } catch (LocalRunException e) {
            console.complain(String.valueOf(e.getMessage()));
            System.exit(1);
        }
    }

    private static void run(LocalOptions options, Console console) {
        DataFolder folder = new DataFolder(options.data()).create();
        logTo(folder.logs());
        if (options.sample().isPresent()) {
            writeSample(folder, options.sample().get(), console);
        } else {
            new LocalRun(folder, options, System.getenv(), console).start();
        }
    }

    private static void writeSample(DataFolder folder, Path target, Console console) {
        try {
            new SampleClip(FfmpegSupply.find(folder, System.getenv())).write(target, "testsrc2", SAMPLE_LENGTH);
            console.say("Wrote " + target + ": " + SAMPLE_LENGTH.toSeconds() + " s, 1920x1080, H.264 and AAC.");
        } catch (IOException e) {
            throw new LocalRunException("FFmpeg could not be unpacked: " + e, e);
        }
    }

    /** Before the first logger is made: this class has none. */
    private static void logTo(Path folder) {
        System.setProperty("log4j2.configurationFile", "classpath:log4j2-local.xml");
        System.setProperty("anb.log.folder", folder.toString());
        System.setProperty("anb.service", "local");
        JulLog.join();
    }
}
