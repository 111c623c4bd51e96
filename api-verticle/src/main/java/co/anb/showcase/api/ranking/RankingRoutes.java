package co.anb.showcase.api.ranking;

import co.anb.showcase.api.player.CityKey;
import co.anb.showcase.shared.http.Edge;
import co.anb.showcase.shared.http.Params;
import co.anb.showcase.shared.http.Reply;
import co.anb.showcase.shared.tokens.BearerAuth;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/public/rankings} and {@code /api/public/cities}. */
public final class RankingRoutes {

    private static final String RANKINGS = "/api/public/rankings";
    private static final String CITIES = "/api/public/cities";
    private static final int LONGEST_CITY = 100;

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
        router.get(RANKINGS).handler(auth.optional()).handler(edge.reply(this::page));
        router.get(CITIES).handler(edge.reply(this::cities));
    }

    private Future<Reply> page(RoutingContext ctx) {
        Optional<String> city = Params.text(ctx, "city", LONGEST_CITY);
        RankingWindow window = RankingWindow.of(ctx);
        return ranking.page(city.map(CityKey::of), window.offset(), window.limit())
                .map(page -> Reply.ok(toJson(page))
                        .header("X-Total-Count", Integer.toString(page.total()))
                        .header("Link", window.links(RANKINGS, city, page.total()))
                        .tagged());
    }

    private Future<Reply> cities(RoutingContext ctx) {
        return ranking.cities().map(RankingRoutes::toJson).map(Reply::ok);
    }

    private static JsonArray toJson(RankingPage page) {
        JsonArray array = new JsonArray();
        long position = page.offset();
        for (RankedPlayer player : page.players()) {
            position++;
            array.add(new JsonObject()
                    .put("position", position)
                    .put("username", player.username())
                    .put("city", player.city())
                    .put("votes", player.votes()));
        }
        return array;
    }

    private static JsonArray toJson(List<CityCount> cities) {
        JsonArray array = new JsonArray();
        cities.forEach(
                count -> array.add(new JsonObject().put("city", count.city()).put("players", count.players())));
        return array;
    }
}
