package co.anb.showcase.bench;

import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import co.anb.showcase.bench.verdict.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything that was measured, as a table for people and as JSON for the record. */
public final class Report {

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int UNDECIDED = 2;

    private record Judged(Target target, Series ratios, Verdict verdict) {}

    private record Figure(String name, String unit, Series values) {}

    private final List<Judged> judged = new ArrayList<>();
    private final List<Figure> ratios = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** A ratio and its target. */
    public void judge(Target target, Series values) {
        judged.add(new Judged(target, values, target.judge(values)));
    }

    /** A ratio about which nothing is concluded, whatever it is: its reference was not what it had to be. */
    public void undecided(Target target, Series values) {
        judged.add(new Judged(target, values, Verdict.NONE));
    }

    /** A ratio without a target. */
    public void ratio(String name, Series values) {
        ratios.add(new Figure(name, "×", values));
    }

    /** What was measured itself: true of this machine at this hour only. */
    public void rate(String name, String unit, Series values) {
        figures.add(new Figure(name, unit, values));
    }

    /** A sentence. */
    public void note(String format, Object... values) {
        notes.add(String.format(Locale.ROOT, format, values));
    }

    /**
     * 0 when every target passed, 1 when one is below its floor or something was wrong, 2 when some have no verdict.
     */
    public int exitCode(Findings findings) {
        boolean below = judged.stream().anyMatch(one -> one.verdict() == Verdict.BELOW);
        boolean undecided = judged.stream().anyMatch(one -> one.verdict() == Verdict.NONE);
        return below || !findings.all().isEmpty() ? FAILED : undecided ? UNDECIDED : PASSED;
    }

    /** The table. */
    public String table(Findings findings) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%-44s %8s %17s %7s %7s  %s",
                "ratio (median of paired rounds)",
                "median",
                "range",
                "floor",
                "aim",
                "");
        judged.forEach(one -> line(
                text,
                "%-44s %8.2f %8.2f-%8.2f %7.2f %7.2f  %s%s",
                one.target().name(),
                one.ratios().median(),
                one.ratios().least(),
                one.ratios().most(),
                one.target().floor(),
                one.target().aim(),
                one.verdict().words(),
                one.verdict() == Verdict.PASS && one.target().meetsAim(one.ratios()) ? ", aim met" : ""));
        ratios.forEach(one -> figure(text, one, "%8.2f %8.2f-%8.2f"));
        line(text, "%n%-44s %12s", "figure (this machine, this hour)", "median");
        figures.forEach(one -> figure(text, one, "%12.1f %12.1f-%12.1f"));
        notes.forEach(note -> line(text, "%s", note));
        findings.all().forEach(finding -> line(text, "WRONG: %s", finding));
        return text.toString();
    }

    /** The same for the record. */
    public JsonObject toJson(Findings findings) {
        JsonArray targets = new JsonArray();
        judged.forEach(one -> targets.add(values(one.target().name(), "ratio", one.ratios())
                .put("floor", one.target().floor())
                .put("aim", one.target().aim())
                .put("better", one.target().better().name().toLowerCase(Locale.ROOT))
                .put("verdict", one.verdict().words())
                .put("aim_met", one.target().meetsAim(one.ratios()))));
        JsonArray plain = new JsonArray();
        ratios.forEach(one -> plain.add(values(one.name(), "ratio", one.values())));
        JsonArray measured = new JsonArray();
        figures.forEach(one -> measured.add(values(one.name(), one.unit(), one.values())));
        return new JsonObject()
                .put("targets", targets)
                .put("ratios", plain)
                .put("figures", measured)
                .put("notes", new JsonArray(notes))
                .put("wrong", new JsonArray(findings.all()));
    }

    private static JsonObject values(String name, String unit, Series series) {
        JsonArray rounds = new JsonArray();
        series.values().forEach(value -> rounds.add(rounded(value)));
        return new JsonObject()
                .put("name", name)
                .put("unit", unit)
                .put("median", rounded(series.median()))
                .put("least", rounded(series.least()))
                .put("most", rounded(series.most()))
                .put("rounds", rounds);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static void figure(StringBuilder text, Figure one, String format) {
        line(
                text,
                "%-44s " + format + " %s",
                one.name(),
                one.values().median(),
                one.values().least(),
                one.values().most(),
                one.unit());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
