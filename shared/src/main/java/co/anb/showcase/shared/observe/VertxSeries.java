package co.anb.showcase.shared.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of Vert.x's series bounded: pools that are made anew with a number (one for each connection to the
 * broker) would leave a set of series behind each time.
 */
final class VertxSeries implements MeterFilter {

    private static final String POOL = "pool_name";
    private static final String CONNECTION_POOLS = "amqp-";
    private static final Pattern NUMBER = Pattern.compile("-\\d+$");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        @Nullable String pool = id.getTag(POOL);
        return pool != null && pool.startsWith(CONNECTION_POOLS) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        @Nullable String pool = id.getTag(POOL);
        return pool == null
                ? id
                : id.replaceTags(withPool(id.getTags(), NUMBER.matcher(pool).replaceFirst("")));
    }

    private static List<Tag> withPool(List<Tag> tags, String pool) {
        return tags.stream()
                .map(tag -> tag.getKey().equals(POOL) ? Tag.of(POOL, pool) : tag)
                .toList();
    }
}
