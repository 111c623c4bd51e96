package co.anb.showcase.api.live;

import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.api.ranking.RankingService;
import co.anb.showcase.api.ranking.RankingTop;
import co.anb.showcase.shared.events.Events;
import co.anb.showcase.shared.events.VideoChanged;
import co.anb.showcase.shared.http.ClientAddress;
import co.anb.showcase.shared.ids.VideoId;
import co.anb.showcase.shared.observe.Lifecycle;
import co.anb.showcase.shared.tokens.AccessToken;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a process has once of its event streams: the topics that are followed, the limits, the meters. Events of the bus
 * make a video's topic faster; each topic is read from the database all the same, so it heals within seconds.
 */
public final class LiveService {

    private static final Duration VIDEO_PERIOD = Duration.ofSeconds(1);
    /** With its fifth, and the next one once the gap is over, a vote is seen in less than a second. */
    private static final Duration VOTE_PERIOD = Duration.ofMillis(400);
    /** At most two changes a second, however many votes come. */
    private static final Duration VOTE_GAP = Duration.ofMillis(500);

    private static final Duration RANKING_AGE = Duration.ofMillis(250);

    private final LiveConfig config;
    private final Lifecycle lifecycle;
    private final BearerAuth auth;
    private final ClientAddress addresses;
    private final Clock clock;
    private final LiveMetrics metrics;
    private final StreamLimits limits;
    private final Feed<VideoId, VideoState> videos;
    private final Feed<Optional<CityKey>, RankingTop> rankings;
    private final Feed<VideoId, Long> votes;
    private final MessageConsumer<JsonObject> changes;

    /**
     * Starts to listen, and to read what is followed.
     *
     * @param pool the core database
     * @param ranking what is shown of it
     * @param auth knows when a token is over
     * @param addresses knows where callers come from
     * @param lifecycle whether the process is on its way out
     * @param registry the service's registry
     */
    public LiveService(
            Vertx vertx,
            Pool pool,
            RankingService ranking,
            LiveConfig config,
            BearerAuth auth,
            ClientAddress addresses,
            Lifecycle lifecycle,
            MeterRegistry registry,
            Clock clock) {
        this.config = config;
        this.lifecycle = lifecycle;
        this.auth = auth;
        this.addresses = addresses;
        this.clock = clock;
        this.metrics = new LiveMetrics(registry);
        this.limits = new StreamLimits(config, metrics);
        this.videos = new Feed<>(vertx, LiveKind.VIDEO, new VideoSource(pool), VIDEO_PERIOD, Duration.ZERO);
        this.rankings =
                new Feed<>(vertx, LiveKind.RANKING, new RankingSource(ranking, RANKING_AGE), VOTE_PERIOD, VOTE_GAP);
        this.votes = new Feed<>(vertx, LiveKind.VOTES, new VoteSource(pool), VOTE_PERIOD, VOTE_GAP);
        this.changes = Events.VIDEO_CHANGED.subscribe(vertx.eventBus(), event -> heard(VideoChanged.from(event)));
        videos.start();
        rankings.start();
        votes.start();
    }

    /** Listens and reads no more. The streams are ended before. */
    public Future<Void> close() {
        return changes.unregister()
                .eventually(videos::stop)
                .eventually(rankings::stop)
                .eventually(votes::stop);
    }

    /** Videos by how far they are. */
    Feed<VideoId, VideoState> videos() {
        return videos;
    }

    /** Rankings by city, and that of all. */
    Feed<Optional<CityKey>, RankingTop> rankings() {
        return rankings;
    }

    /** Published videos by their votes. */
    Feed<VideoId, Long> votes() {
        return votes;
    }

    LiveConfig config() {
        return config;
    }

    LiveMetrics metrics() {
        return metrics;
    }

    StreamLimits limits() {
        return limits;
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether clients must go elsewhere. */
    boolean isDraining() {
        return lifecycle.isDraining();
    }

    /** Whether a token that was good is so no more. */
    boolean isOver(AccessToken token) {
        return auth.isOver(token);
    }

    /** By whom a stream is counted. */
    Caller caller(RoutingContext ctx, Optional<AccessToken> token) {
        return token.map(known -> new Caller(known.userId().toString(), config.perUser()))
                .orElseGet(() -> new Caller(addresses.of(ctx), config.perAddress()));
    }

    private void heard(VideoChanged event) {
        if (VideoState.isProgress(event)) {
            videos.heard(event.videoId(), shown -> shown.heard(event, System.nanoTime()));
        } else {
            videos.heard(event.videoId());
        }
    }
}
