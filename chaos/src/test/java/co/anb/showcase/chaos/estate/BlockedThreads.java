package co.anb.showcase.chaos.estate;

import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Makes a service say with a stack trace when one of its event loops was held for 100 ms, in place of the usual two
 * seconds, and reads that from what it said. Vert.x finds this class when a process is started with {@link #PROPERTY}.
 */
public final class BlockedThreads implements VertxServiceProvider {

    /** Of the service's JVM: the time in milliseconds. */
    static final String PROPERTY = "anb.blocked-after";

    private static final int CHECKS_EACH = 5;
    private static final String NEXT_EVENT = "\\R(?=\\d\\d:\\d\\d:\\d\\d)";
    private static final Pattern WARNING = Pattern.compile("vert\\.x-eventloop.*has been blocked for \\d+ ms");
    private static final String TIME = "12:34:56.789";

    @Override
    public void init(VertxBootstrap vertx) {
        Long millis = Long.getLong(PROPERTY);
        if (millis != null) {
            VertxOptions options = vertx.options();
            options.setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                    .setBlockedThreadCheckInterval(millis / CHECKS_EACH)
                    .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                    .setMaxEventLoopExecuteTime(millis)
                    .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
                    .setWarningExceptionTime(millis);
        }
    }

    /**
     * The warnings of a log about loops that were held, with their stacks.
     *
     * @param warmUp counts from the moment at which the service said that it is ready: what is earlier is left out
     */
    static List<String> in(String log, Duration warmUp) {
        int ready = log.indexOf(ServiceProcess.READY);
        if (ready < 0) {
            return List.of();
        }
        LocalTime readyAt = timeOf(log.substring(log.lastIndexOf('\n', ready) + 1));
        return Arrays.stream(log.substring(ready).split(NEXT_EVENT, -1))
                .filter(event -> WARNING.matcher(event).find())
                .filter(warning -> since(readyAt, warning).compareTo(warmUp) >= 0)
                .toList();
    }

    private static Duration since(LocalTime ready, String event) {
        Duration passed = Duration.between(ready, timeOf(event));
        return passed.isNegative() ? passed.plusDays(1) : passed;
    }

    private static LocalTime timeOf(String event) {
        return LocalTime.parse(event.substring(0, TIME.length()));
    }
}
