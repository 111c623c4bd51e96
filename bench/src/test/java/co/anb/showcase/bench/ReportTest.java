package co.anb.showcase.bench;

import static org.assertj.core.api.Assertions.assertThat;

import co.anb.showcase.bench.verdict.Series;
import co.anb.showcase.bench.verdict.Target;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Target TARGET = Target.atLeast("votes / plaintext", 0.4, 0.65);

    private final Report target = new Report();
    private final Findings findings = new Findings();

    @Test
    void allPassed() {
        target.judge(TARGET, new Series(List.of(0.7, 0.7)));

        assertThat(target.exitCode(findings)).isZero();
        assertThat(target.table(findings)).contains("votes / plaintext", "0.70", "pass, aim met");
    }

    @Test
    void oneBelowItsFloorFails() {
        target.judge(TARGET, new Series(List.of(0.3, 0.39)));
        target.judge(TARGET, new Series(List.of(0.1, 0.5)));

        assertThat(target.exitCode(findings)).isEqualTo(1);
        assertThat(target.table(findings)).contains("BELOW FLOOR", "NO VERDICT");
    }

    @Test
    void noVerdictIsNoPass() {
        target.judge(TARGET, new Series(List.of(0.2, 0.5, 0.9)));

        assertThat(target.exitCode(findings)).isEqualTo(2);
    }

    @Test
    void whatIsWrongFailsHoweverFast() {
        target.judge(TARGET, new Series(List.of(0.7, 0.7)));
        findings.check(true, "nothing");
        findings.check(false, "%d acknowledged, %d rows", 10, 9);

        assertThat(target.exitCode(findings)).isEqualTo(1);
        assertThat(target.table(findings)).contains("WRONG: 10 acknowledged, 9 rows");
    }

    @Test
    void recordHoldsEveryRound() {
        target.judge(TARGET, new Series(List.of(0.5, 0.61, 0.6)));
        target.rate("votes wide", "1/s", new Series(List.of(15_000.0)));
        target.note("pool of %d", 16);

        JsonObject record = target.toJson(findings);
        JsonObject judged = record.getJsonArray("targets").getJsonObject(0);

        assertThat(judged.getDouble("median")).isEqualTo(0.6);
        assertThat(judged.getJsonArray("rounds").encode()).isEqualTo("[0.5,0.61,0.6]");
        assertThat(judged.getString("verdict")).isEqualTo("pass");
        assertThat(record.getJsonArray("figures").getJsonObject(0).getString("unit"))
                .isEqualTo("1/s");
        assertThat(record.getJsonArray("notes").getString(0)).isEqualTo("pool of 16");
    }
}
