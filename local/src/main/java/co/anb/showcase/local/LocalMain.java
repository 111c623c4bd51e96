package co.anb.showcase.local;

import co.anb.showcase.local.folder.DataFolder;
import co.anb.showcase.local.folder.LocalRunException;
import java.nio.file.Path;

/** The command line of local mode: {@code java -jar anb-local.jar}. */
public final class LocalMain {

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
            SampleClip.write(folder, options.sample().get(), console);
        } else {
            new LocalRun(folder, options, System.getenv(), console).start();
        }
    }

    /** Before the first logger is made: this class has none. */
    private static void logTo(Path folder) {
        System.setProperty("log4j2.configurationFile", "classpath:log4j2-local.xml");
        System.setProperty("anb.log.folder", folder.toString());
        System.setProperty("anb.service", "local");
    }
}
