package co.anb.showcase.bench.part;

import co.anb.showcase.bench.Rounds;
import co.anb.showcase.bench.estate.Books;
import co.anb.showcase.bench.estate.Cpu;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Answers;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One, two and three API processes on one database, all of them voting for the same 50 videos. On two cores there is
 * nothing to win: the point is that nothing is lost, nothing deadlocks, and little is paid.
 */
public final class ProcessesPart implements Part {

    /** Times that a new process gets all of the load, until its code is compiled. */
    private static final int WARM_UPS = 10;

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public void run(Bench bench) {
        List<Service> extra = List.of(bench.estate().core(), bench.estate().core());
        List<Service> all = List.of(bench.core(), extra.get(0), extra.get(1));
        List<Processes> loads = IntStream.rangeClosed(1, all.size())
                .mapToObj(count -> new Processes(bench, all.subList(0, count), new ArrayList<>()))
                .toList();
        if (!bench.quick()) {
            extra.forEach(one ->
                    new Rounds(0, WARM_UPS).warmUp(List.of(new Processes(bench, List.of(one), new ArrayList<>()))));
        }
        Rounds rounds = new Rounds(bench.quick() ? 1 : 5);
        Map<String, Series> rates = rounds.run(loads);
        rates.forEach((name, series) -> bench.report().rate(name, "1/s", series));
        loads.forEach(
                load -> bench.report().rate(load.name() + ", CPU", "µs/vote", rounds.counted(load.microsPerVote())));
        Ratios ratios = new Ratios(bench.report(), rates);
        ratios.judge(
                Target.atLeast("votes of 2 processes / 1", 0.8, 1),
                loads.get(1).name(),
                loads.get(0).name());
        ratios.judge(
                Target.atLeast("votes of 3 processes / 1", 0.8, 1),
                loads.get(2).name(),
                loads.get(0).name());
        extra.forEach(bench.estate()::close);
    }

    /** So many processes at the same time, each with a generator of its own. */
    private record Processes(Bench bench, List<Service> services, List<Double> microsPerVote) implements Load {

        @Override
        public String name() {
            return "votes, processes: " + services.size();
        }

        @Override
        public double perSecond() {
            Books books = bench.estate().books();
            books.clear();
            long deadlocks = books.deadlocks();
            double cpu = cpu();
            List<CompletableFuture<Answers>> running = IntStream.range(0, services.size())
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> cast(n)))
                    .toList();
            List<Answers> answers =
                    running.stream().map(CompletableFuture::join).toList();
            long accepted = answers.stream().mapToLong(one -> one.count(200)).sum();
            microsPerVote.add((cpu() - cpu) * 1e6 / Math.max(1, accepted));
            audit(books, answers);
            bench.findings()
                    .check(books.deadlocks() == deadlocks, "%s: deadlocks %d", name(), books.deadlocks() - deadlocks);
            return answers.stream().mapToDouble(Answers::perSecond).sum();
        }

        private Answers cast(int n) {
            Generator generator =
                    bench.generator().connections(bench.generator().connections() / services.size());
            Voters voters = bench.voters();
            return generator.votesOf(n, services.get(n).port(), Generator.Pairs.FEW, voters.tokens(), voters.videos());
        }

        private void audit(Books books, List<Answers> answers) {
            VoteLoad.audit(name(), answers, 0, books, bench.findings());
            answers.forEach(one -> bench.findings()
                    .check(one.count(200) == one.sent(), "%s: unexpected statuses %s", name(), one.statusToCount()));
        }

        private double cpu() {
            return services.stream()
                            .mapToDouble(one -> Cpu.seconds(one.handle()))
                            .sum()
                    + Cpu.databaseSeconds();
        }
    }
}
