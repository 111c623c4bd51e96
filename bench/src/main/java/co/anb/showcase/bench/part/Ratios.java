package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Report;
import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import java.util.Map;
import java.util.Optional;

/** Pairs of rates of the same rounds. */
record Ratios(Report report, Map<String, Series> rates) {

    /** How often one goes into another, round by round. */
    Series of(String numerator, String denominator) {
        return rate(numerator).dividedBy(rate(denominator));
    }

    /** Holds a ratio against its target. */
    void judge(Target target, String numerator, String denominator) {
        report.judge(target, of(numerator, denominator));
    }

    /** A ratio without a target. */
    void tell(String name, String numerator, String denominator) {
        report.ratio(name, of(numerator, denominator));
    }

    private Series rate(String name) {
        return Optional.ofNullable(rates.get(name)).orElseThrow(() -> new BenchException("not measured: " + name));
    }
}
