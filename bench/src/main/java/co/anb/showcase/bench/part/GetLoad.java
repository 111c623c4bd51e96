package co.anb.showcase.bench.part;

import co.anb.showcase.bench.Findings;
import co.anb.showcase.bench.load.Answers;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.load.Load;
import java.util.function.Supplier;

/** One request again and again, of which one status is expected. */
record GetLoad(String name, Generator generator, int port, int status, Findings findings, Supplier<String[]> head)
        implements Load {

    @Override
    public double perSecond() {
        Answers answers = generator.requests(port, "", head.get());
        findings.check(
                answers.count(status) == answers.sent(), "%s: unexpected statuses %s", name, answers.statusToCount());
        return answers.perSecond();
    }
}
