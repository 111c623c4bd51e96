package co.anb.showcase.bench.part;

import co.anb.showcase.bench.Progress;
import co.anb.showcase.bench.estate.Books;
import co.anb.showcase.bench.load.Answers;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.verdict.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Votes when there are many already: the same load on tables of 10 thousand, 1 million and 10 million rows. */
public final class SizesPart implements Part {

    private static final int VIDEOS = 10_000;
    private static final int RUNS = 2;

    @Override
    public String name() {
        return "sizes";
    }

    @Override
    public void run(Bench bench) {
        List<Integer> sizes = bench.quick() ? List.of(1, 10) : List.of(1, 100, 1_000);
        Map<Integer, Series> rates = new LinkedHashMap<>();
        for (int perVideo : sizes) {
            bench.estate().books().grow(perVideo);
            List<Double> values = new ArrayList<>();
            // The first is not counted: the table was just made.
            double warmUp = cast(bench, 0);
            Progress.say("  warm-up %,.0f", warmUp);
            for (int run = 1; run <= RUNS; run++) {
                values.add(cast(bench, run));
            }
            Series series = new Series(values);
            String name = "votes on a table of %,d rows".formatted((long) perVideo * VIDEOS);
            Progress.say("  %s: %,.0f", name, series.median());
            bench.report().rate(name, "1/s", series);
            rates.put(perVideo, series);
        }
        Series small = rates.getOrDefault(sizes.get(0), new Series(List.of(1.0)));
        rates.forEach((perVideo, series) -> {
            if (perVideo > 1) {
                bench.report()
                        .ratio(
                                "votes on %,d rows / 10,000".formatted((long) perVideo * VIDEOS),
                                series.dividedBy(small));
            }
        });
        bench.estate().books().clear();
    }

    /** Each run goes on where the one before has ended: nobody votes twice. */
    private static double cast(Bench bench, int run) {
        Books books = bench.estate().books();
        long before = books.votes();
        long counted = books.counted();
        Voters voters = bench.voters();
        Answers answers = bench.generator()
                .votesOf(run, bench.core().port(), Generator.Pairs.WIDE, voters.tokens(), voters.videos());
        long more = books.votes() - before;
        bench.findings()
                .check(
                        more == answers.count(200) && more == books.counted() - counted && more == answers.sent(),
                        "sizes: %d rows more, %s",
                        more,
                        answers.statusToCount());
        return answers.perSecond();
    }
}
