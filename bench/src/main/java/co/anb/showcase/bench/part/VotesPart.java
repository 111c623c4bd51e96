package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Findings;
import co.anb.showcase.bench.Progress;
import co.anb.showcase.bench.Report;
import co.anb.showcase.bench.estate.Books;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.load.Http;
import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.load.Pgbench;
import co.anb.showcase.bench.load.Wrk;
import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Votes and the ranking against plaintext, pgbench and a straightforward service. */
public final class VotesPart implements Part {

    private static final String RANKING = "/api/public/rankings?limit=20";
    private static final int READERS = 256;
    private static final double HONEST = 0.8;

    @Override
    public String name() {
        return "votes";
    }

    @Override
    public void run(Bench bench) {
        Service reference = bench.estate().reference();
        Loads loads = new Loads(bench, reference);
        int pool = sweep(bench, reference, loads.naiveSpread);
        Map<String, Series> rates = bench.rounds().run(loads.all());
        write(bench, rates, pool, loads);
        bench.estate().close(reference);
    }

    /** The number of connections with which the straightforward service is fastest, once its code is compiled. */
    private static int sweep(Bench bench, Service reference, Load spread) {
        record Tried(int pool, double rate) {}
        bench.rounds().warmUp(List.of(spread));
        Tried best = Stream.of(8, 16, 32)
                .map(pool -> {
                    resize(reference, pool);
                    double rate = spread.perSecond();
                    Progress.say("  straightforward with %d connections: %,.0f", pool, rate);
                    return new Tried(pool, rate);
                })
                .max(Comparator.comparingDouble(Tried::rate))
                .orElseThrow();
        resize(reference, best.pool());
        return best.pool();
    }

    private static void resize(Service reference, int pool) {
        int status = new Http(reference.port()).get("/pool/" + pool).statusCode();
        if (status != 204) {
            throw new BenchException("the pool can't be resized: " + status);
        }
    }

    private static void write(Bench bench, Map<String, Series> rates, int pool, Loads loads) {
        Report report = bench.report();
        rates.forEach((name, series) -> report.rate(name, "1/s", series));
        Ratios ratios = new Ratios(report, rates);
        ratios.judge(Target.atLeast("votes / pgbench one row", 4, 8), "votes wide", "pgbench one row");
        ratios.judge(Target.atLeast("votes / plaintext", 0.4, 0.65), "votes wide", "plaintext");
        ratios.judge(Target.atLeast("one hot video / spread", 1.0, 1.2), "votes hot", "votes wide");
        Series honest = ratios.of("straightforward spread", "pgbench one row");
        report.note("straightforward service: pool of %d, %.2f of pgbench on the spread load", pool, honest.median());
        if (honest.median() >= HONEST) {
            ratios.judge(
                    Target.atLeast("votes / straightforward, hot video", 20, 40), "votes hot", "straightforward hot");
        } else {
            report.undecided(
                    Target.atLeast("votes / straightforward, hot video", 20, 40),
                    ratios.of("votes hot", "straightforward hot"));
        }
        ratios.judge(Target.atLeast("ranking / plaintext", 0.85, 0.95), "ranking", "plaintext");
        ratios.judge(Target.atLeast("ranking 304 / plaintext", 0.9, 1.0), "ranking 304", "plaintext");
        ratios.tell("votes for 50 videos / spread", "votes 50 videos", "votes wide");
        ratios.tell("duplicates / spread", "votes duplicate", "votes wide");
        ratios.tell("votes / straightforward, spread", "votes wide", "straightforward spread");
        ratios.tell("ranking gzip / plaintext", "ranking gzip", "plaintext");
        ratios.tell("our generator / wrk, plaintext", "plaintext", "plaintext by wrk");
        loads.votes()
                .forEach(load -> report.rate(
                        load.name() + ", CPU of service and database",
                        "µs/vote",
                        bench.rounds().counted(load.microsPerVote())));
    }

    /** The loads of a round. */
    private static final class Loads {

        private final List<Load> all = new ArrayList<>();
        private final List<VoteLoad> votes = new ArrayList<>();
        private final VoteLoad naiveSpread;

        Loads(Bench bench, Service reference) {
            Service core = bench.core();
            Findings findings = bench.findings();
            Generator readers = bench.generator().connections(READERS);
            Books books = bench.estate().books();
            all.add(new GetLoad("plaintext", readers, reference.port(), 200, findings, () ->
                    new String[] {"GET /plaintext HTTP/1.1"}));
            add(vote(bench, "votes wide", core, Generator.Pairs.WIDE, books));
            add(vote(bench, "votes hot", core, Generator.Pairs.HOT, books));
            all.add(new Pgbench(bench.estate(), bench.generator().seconds()));
            add(vote(bench, "votes 50 videos", core, Generator.Pairs.FEW, books));
            add(vote(bench, "votes duplicate", core, Generator.Pairs.SAME, books));
            this.naiveSpread = vote(bench, "straightforward spread", reference, Generator.Pairs.WIDE, books);
            add(naiveSpread);
            add(vote(bench, "straightforward hot", reference, Generator.Pairs.HOT, books));
            add("ranking", readers, 200, bench, tag -> new String[] {line()});
            add("ranking gzip", readers, 200, bench, tag -> new String[] {line(), "Accept-Encoding: gzip"});
            add("ranking 304", readers, 304, bench, tag -> new String[] {line(), "If-None-Match: " + tag});
            all.add(new Wrk("http://127.0.0.1:" + reference.port() + "/plaintext", readers.seconds()));
        }

        List<Load> all() {
            return all;
        }

        List<VoteLoad> votes() {
            return votes;
        }

        private void add(VoteLoad load) {
            votes.add(load);
            all.add(load);
        }

        /** Reads of a ranking that has taken in the votes of the load before. */
        private void add(String name, Generator readers, int status, Bench bench, Function<String, String[]> request) {
            all.add(new GetLoad(
                    name,
                    readers,
                    bench.core().port(),
                    status,
                    bench.findings(),
                    () -> request.apply(settledTag(bench.core()))));
        }

        private static VoteLoad vote(Bench bench, String name, Service service, Generator.Pairs pairs, Books books) {
            return new VoteLoad(name, service, bench.generator(), pairs, bench.voters(), books, bench.findings());
        }

        private static String line() {
            return "GET " + RANKING + " HTTP/1.1";
        }

        /** The tag of a ranking that does not change any more: the votes of the round before are in it. */
        private static String settledTag(Service core) {
            Http http = new Http(core.port());
            String before = "";
            for (int i = 0; i < 50; i++) {
                String now = http.get(RANKING).headers().firstValue("ETag").orElse("");
                if (now.equals(before)) {
                    return now;
                }
                before = now;
                pause();
            }
            return before;
        }

        /** Longer than a ranking may be old. */
        private static void pause() {
            try {
                Thread.sleep(1_200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
