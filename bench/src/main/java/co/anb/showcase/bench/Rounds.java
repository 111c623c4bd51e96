package co.anb.showcase.bench;

import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.verdict.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs loads against each other: each once a round, in an order that is turned from round to round, so that what is
 * slow about the machine at a moment falls on both sides of a ratio.
 *
 * @param count how many rounds
 * @param warmUps how many rounds before them nobody counts: it takes some seconds of a load until its code is compiled
 */
public record Rounds(int count, int warmUps) {

    /** Rounds with one before them that nobody counts. */
    public Rounds(int count) {
        this(count, 1);
    }

    /** Gives each load's rates by its name. */
    public Map<String, Series> run(List<? extends Load> loads) {
        warmUp(loads);
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        loads.forEach(load -> rates.put(load.name(), new ArrayList<>()));
        for (int round = 0; round < count; round++) {
            for (Load load : turned(loads, round)) {
                double rate = load.perSecond();
                rates.getOrDefault(load.name(), List.of()).add(rate);
                Progress.say("  round %d %-26s %,12.0f", round + 1, load.name(), rate);
            }
        }
        Map<String, Series> series = new LinkedHashMap<>();
        rates.forEach((name, values) -> series.put(name, new Series(values)));
        return series;
    }

    /** Of what a load noted each time it ran, what belongs to the rounds that count. */
    public Series counted(List<Double> noted) {
        return new Series(noted.subList(noted.size() - count, noted.size()));
    }

    /** Runs loads as often as is needed before they count. */
    public void warmUp(List<? extends Load> loads) {
        for (int round = 0; round < warmUps; round++) {
            loads.forEach(load -> {
                double warmUp = load.perSecond();
                Progress.say("  warm-up %-26s %,12.0f", load.name(), warmUp);
            });
        }
    }

    /** Every second round backwards, each beginning with another load. */
    static <T> List<T> turned(List<T> loads, int round) {
        List<T> order = new ArrayList<>(loads);
        Collections.rotate(order, -round * 3);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
