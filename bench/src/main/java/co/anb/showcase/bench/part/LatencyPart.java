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

/**
 * How long voters wait at 50 % and at 80 % of what the service can take: votes are due at a constant rate, and a wait
 * counts from the moment at which a vote was due.
 */
public final class LatencyPart implements Part {

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Bench bench) {
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        for (int round = 0; round < (bench.quick() ? 1 : 3); round++) {
            double most = cast(bench, 0).acceptedPerSecond();
            for (int percent : List.of(50, 80)) {
                Answers answers = cast(bench, most * percent / 100);
                Progress.say(
                        "  %d %% of %,.0f/s: p50 %.1f ms, p99 %.1f ms",
                        percent,
                        most,
                        answers.accepted().p50(),
                        answers.accepted().p99());
                String name = "votes at %d %%, ".formatted(percent);
                add(figures, name + "p50", answers.accepted().p50());
                add(figures, name + "p99", answers.accepted().p99());
                add(figures, name + "p99.9", answers.accepted().p999());
            }
        }
        figures.forEach((name, values) -> bench.report().rate(name, "ms", new Series(values)));
    }

    private static void add(Map<String, List<Double>> figures, String name, double value) {
        figures.computeIfAbsent(name, unknown -> new ArrayList<>()).add(value);
    }

    private static Answers cast(Bench bench, double rate) {
        Books books = bench.estate().books();
        books.clear();
        Voters voters = bench.voters();
        Answers answers = bench.generator()
                .votesAt(rate, bench.core().port(), Generator.Pairs.WIDE, voters.tokens(), voters.videos());
        VoteLoad.audit("votes at a rate", answers, 0, books, bench.findings());
        return answers;
    }
}
