package co.anb.showcase.bench.part;

import co.anb.showcase.bench.Findings;
import co.anb.showcase.bench.estate.Books;
import co.anb.showcase.bench.estate.Cpu;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Answers;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.load.Load;
import java.util.ArrayList;
import java.util.List;

/** Votes of one kind, on empty books, which are audited afterwards: acknowledged = rows = counters, no deadlock. */
final class VoteLoad implements Load {

    private final String name;
    private final Service service;
    private final Generator generator;
    private final Generator.Pairs pairs;
    private final Voters voters;
    private final Books books;
    private final Findings findings;
    private final List<Double> microsPerVote = new ArrayList<>();

    VoteLoad(
            String name,
            Service service,
            Generator generator,
            Generator.Pairs pairs,
            Voters voters,
            Books books,
            Findings findings) {
        this.name = name;
        this.service = service;
        this.generator = generator;
        this.pairs = pairs;
        this.voters = voters;
        this.books = books;
        this.findings = findings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double perSecond() {
        books.clear();
        long before = pairs == Generator.Pairs.SAME ? castAll() : 0;
        long deadlocks = books.deadlocks();
        double cpu = cpu();
        Answers answers = generator.votes(service.port(), pairs, voters.tokens(), voters.videos());
        microsPerVote.add((cpu() - cpu) * 1e6 / Math.max(1, answers.answered()));
        audit(name, answers, before, books, findings);
        findings.check(books.deadlocks() == deadlocks, "%s: %d deadlocks", name, books.deadlocks() - deadlocks);
        return answers.perSecond();
    }

    /** CPU of the service and of the database for one vote, in microseconds, of every run. */
    List<Double> microsPerVote() {
        return List.copyOf(microsPerVote);
    }

    /** What must be true of every run, however fast; when votes were cast before it, it can only repeat them. */
    static void audit(String name, Answers answers, long before, Books books, Findings findings) {
        audit(name, List.of(answers), before, books, findings);
        findings.check(
                answers.count(before > 0 ? 400 : 200) == answers.answered(),
                "%s: unexpected statuses %s",
                name,
                answers.statusToCount());
    }

    /**
     * The same where the service may refuse. Of a batch that was given up nobody knows whether it was stored after all,
     * so there may be a row for each 503 and for each missing answer; but never fewer rows than acknowledged votes.
     */
    static void audit(String name, List<Answers> all, long before, Books books, Findings findings) {
        long accepted = before + count(all, 200);
        long broken = all.stream().mapToLong(Answers::broken).sum();
        long unknown = count(all, 503) + broken;
        long rows = books.votes();
        findings.check(
                accepted <= rows && rows <= accepted + unknown,
                "%s: %d acknowledged, %d refused, %d rows",
                name,
                accepted,
                unknown,
                rows);
        findings.check(rows == books.counted(), "%s: %d rows, counters say %d", name, rows, books.counted());
        findings.check(broken == 0, "%s: %d requests without an answer", name, broken);
    }

    private static long count(List<Answers> all, int status) {
        return all.stream().mapToLong(one -> one.count(status)).sum();
    }

    /** Casts every vote once, so that the run repeats all of them. */
    private long castAll() {
        while (books.votes() < voters.users()) {
            Answers answers = generator.seconds(1).votes(service.port(), pairs, voters.tokens(), voters.videos());
            findings.check(answers.broken() == 0, "%s: %d requests without an answer", name, answers.broken());
        }
        return voters.users();
    }

    private double cpu() {
        return Cpu.seconds(service.handle()) + Cpu.databaseSeconds();
    }
}
