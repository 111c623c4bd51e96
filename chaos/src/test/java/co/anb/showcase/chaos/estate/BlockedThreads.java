package co.anb.showcase.chaos.estate;

import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
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
    private static final Pattern WARNING = Pattern.compile("vert\\.x-eventloop.*has been blocked for (\\d+) ms");

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

    /** The warnings of a log since its service was ready, about loops that were held that long: with their stacks. */
    static List<String> in(String log, Duration atLeast) {
        return Arrays.stream(log.substring(Math.max(0, log.indexOf(ServiceProcess.READY)))
                        .split(NEXT_EVENT, -1))
                .filter(event -> heldMillis(event) >= atLeast.toMillis())
                .toList();
    }

    private static long heldMillis(String event) {
        Matcher matcher = WARNING.matcher(event);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
