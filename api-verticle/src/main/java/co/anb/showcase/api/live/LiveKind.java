package co.anb.showcase.api.live;

import java.util.Locale;

/** What can be followed. */
enum LiveKind {
    /** A player's own video. */
    VIDEO,
    /** The ranking of a city or of all. */
    RANKING,
    /** The votes of a video. */
    VOTES;

    /** As a tag of metrics. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
