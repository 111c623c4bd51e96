package co.anb.showcase.shared.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.NoOpMetricsCollector;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Catches the channel that vertx-rabbitmq-client opens and does not hand out: its metrics hook gets it.
 *
 * <p>The first channel is the epoch's. The client silently opens a second one when it finds the first closed; by then
 * the epoch is over, and that one is ignored.
 */
final class ChannelTap extends NoOpMetricsCollector {
    private final AtomicReference<@Nullable Channel> first = new AtomicReference<>();

    @Override
    public void newChannel(Channel channel) {
        first.compareAndSet(null, channel);
    }

    Channel channel() {
        Channel channel = first.get();
        if (channel == null) {
            throw new IllegalStateException("the client connected without opening a channel");
        }
        return channel;
    }
}
