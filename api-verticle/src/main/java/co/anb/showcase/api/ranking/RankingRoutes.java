package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.FastLane;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Prepared;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/public/rankings} and {@code /api/public/cities}. */
public final class RankingRoutes {

    private static final String RANKINGS = "/api/public/rankings";
    private static final String CITIES = "/api/public/cities";

    private final Edge edge;
    private final BearerAuth auth;
    private final RankingService ranking;

    /** Routes over a service. */
    public RankingRoutes(Edge edge, BearerAuth auth, RankingService ranking) {
        this.edge = edge;
        this.auth = auth;
        this.ranking = ranking;
    }

    /** Binds the operations. */
    public void mount(Router router) {
        router.get(RANKINGS).handler(auth.optional()).handler(edge.prepared(this::page));
        router.get(CITIES).handler(edge.prepared(this::cities));
    }

    /** Gives again what the routes have made. */
    public Optional<FastLane.Taken> lane(HttpServerRequest request) {
        String uri = request.uri();
        return (uri.startsWith(RANKINGS) || uri.startsWith(CITIES)) && FastLane.isAnonymousGet(request)
                ? ranking.ready(uri).map(FastLane.Taken::ready)
                : Optional.empty();
    }

    private Future<Prepared> page(RoutingContext ctx) {
        Optional<String> name = Params.text(ctx, "city", CityKey.LONGEST);
        Optional<CityKey> city = name.map(CityKey::of);
        RankingWindow window = RankingWindow.of(ctx);
        return ranking.answer(ctx.request().uri(), city, snapshot -> {
            RankingTable table = snapshot.table(city);
            int total = table.players().size();
            return Prepared.json(
                    RANKINGS,
                    table.toJson(window.offset(), window.limit()).toBuffer(),
                    Map.of(
                            "X-Total-Count",
                            Integer.toString(total),
                            "Link",
                            window.links(RANKINGS, name, total),
                            "Cache-Control",
                            ranking.cacheControl()));
        });
    }

    private Future<Prepared> cities(RoutingContext ctx) {
        return ranking.answer(
                ctx.request().uri(),
                Optional.empty(),
                snapshot -> Prepared.json(
                        CITIES, toJson(snapshot.cities()).toBuffer(), Map.of("Cache-Control", ranking.cacheControl())));
    }

    private static JsonArray toJson(List<CityCount> cities) {
        JsonArray array = new JsonArray();
        cities.forEach(
                count -> array.add(new JsonObject().put("city", count.city()).put("players", count.players())));
        return array;
    }
}
