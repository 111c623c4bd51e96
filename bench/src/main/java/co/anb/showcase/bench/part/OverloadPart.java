package co.anb.showcase.bench.part;

import co.anb.showcase.bench.Progress;
import co.anb.showcase.bench.estate.Books;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Answers;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import co.anb.showcase.testkit.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Three times as many votes as the service can take. What limits it is the database, not the CPU that all share here: a
 * proxy adds 50 ms to each way, and batches are small. What is over the limit has to be told so at once.
 */
public final class OverloadPart implements Part {

    private static final Duration FAR = Duration.ofMillis(50);
    private static final int QUEUE = 1_024;
    private static final int CROWD = 4_096;

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public void run(Bench bench) {
        String url = bench.estate().url("core");
        try (FaultProxy proxy = FaultProxy.to(URI.create(url).getPort())) {
            Service core = bench.estate()
                    .core(Map.of(
                            "DATABASE_URL", proxy.through(url),
                            "VOTES_BATCH_SIZE", "256",
                            "VOTES_QUEUE_SIZE", Integer.toString(QUEUE)));
            proxy.delay(FAR);
            measure(bench, core);
            proxy.delay(Duration.ZERO);
            bench.estate().close(core);
        }
    }

    private static void measure(Bench bench, Service core) {
        List<Double> goodput = new ArrayList<>();
        List<Double> waits = new ArrayList<>();
        List<Double> refusals = new ArrayList<>();
        Generator generator = bench.generator().seconds(bench.quick() ? 2 : 4);
        // Without being counted: tokens are verified, code is compiled, that of refusals too.
        for (int round = 0; round < bench.rounds().warmUps(); round++) {
            double most = cast(bench, core, generator.connections(QUEUE / 2), 0).acceptedPerSecond();
            Answers answers = cast(bench, core, generator.connections(CROWD), most * 3);
            Progress.say("  warm-up %,.0f votes a second, then %,.0f", most, answers.acceptedPerSecond());
        }
        for (int round = 0; round < (bench.quick() ? 1 : 3); round++) {
            double most = cast(bench, core, generator.connections(QUEUE / 2), 0).acceptedPerSecond();
            Answers answers = cast(bench, core, generator.connections(CROWD), most * 3);
            Progress.say(
                    "  %,.0f votes a second; of three times that %,.0f, refusals p99 %.1f ms",
                    most, answers.acceptedPerSecond(), answers.refused().p99());
            goodput.add(answers.acceptedPerSecond() / most);
            waits.add(answers.accepted().p99());
            refusals.add(answers.refused().p99());
            bench.findings().check(answers.count(503) > 0, "overload: it never came to an overload");
        }
        bench.report().judge(Target.atLeast("goodput at 3x the capacity / capacity", 0.8, 0.95), new Series(goodput));
        bench.report().rate("overload: p99 of accepted votes", "ms", new Series(waits));
        bench.report().judge(Target.limit("ms until a refusal at 3x (p99)", 50, 50), new Series(refusals));
    }

    private static Answers cast(Bench bench, Service core, Generator generator, double rate) {
        Books books = bench.estate().books();
        books.clear();
        Voters voters = bench.voters();
        Answers answers = generator.votesAt(rate, core.port(), Generator.Pairs.WIDE, voters.tokens(), voters.videos());
        VoteLoad.audit("overload", List.of(answers), 0, books, bench.findings());
        bench.findings()
                .check(
                        answers.count(200) + answers.count(503) == answers.answered(),
                        "overload: unexpected statuses %s",
                        answers.statusToCount());
        return answers;
    }
}
