package co.anb.showcase.bench;

import co.anb.showcase.bench.estate.Estate;
import co.anb.showcase.bench.estate.Service;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.part.Bench;
import co.anb.showcase.bench.part.IdlePart;
import co.anb.showcase.bench.part.LatencyPart;
import co.anb.showcase.bench.part.LoginPart;
import co.anb.showcase.bench.part.OverloadPart;
import co.anb.showcase.bench.part.Part;
import co.anb.showcase.bench.part.PipelinePart;
import co.anb.showcase.bench.part.ProcessesPart;
import co.anb.showcase.bench.part.SizesPart;
import co.anb.showcase.bench.part.UploadPart;
import co.anb.showcase.bench.part.Voters;
import co.anb.showcase.bench.part.VotesPart;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The benchmark's main class; {@code bench/run.sh} starts it. */
public final class BenchMain {

    private static final int CONNECTIONS = 512;
    private static final int BAD_USE = 64;
    /** Of two seconds each, until what a vote or a read runs through is compiled. */
    private static final int WARM_UPS = 4;

    private static final List<Part> PARTS = List.of(
            new VotesPart(),
            new LatencyPart(),
            new UploadPart(),
            new LoginPart(),
            new PipelinePart(),
            new ProcessesPart(),
            new OverloadPart(),
            new IdlePart(),
            new SizesPart());

    private BenchMain() {}

    /** Measures, prints the table, writes the result, and ends with 0 (pass), 1 (below a floor, or wrong) or 2. */
    public static void main(String[] arguments) {
        try {
            System.exit(run(Options.of(arguments)));
        } catch (BenchException e) {
            e.printStackTrace();
            System.exit(BAD_USE);
        }
    }

    private static int run(Options options) {
        Report report = new Report();
        Findings findings = new Findings();
        JsonObject machine;
        try (Estate estate = new Estate(options.root())) {
            machine = Machine.describe(options, estate.folder());
            Machine.busy().ifPresent(busy -> report.note("%s", busy));
            Bench bench = prepare(options, estate, report, findings);
            for (Part part : PARTS) {
                if (options.wants(part.name())) {
                    Progress.say("%s", part.name());
                    part.run(bench);
                }
            }
        }
        System.out.print(report.table(findings));
        int code = report.exitCode(findings);
        machine.put("load_after", Machine.loadAverage()).put("exit", code);
        write(options, machine, report.toJson(findings));
        return code;
    }

    private static Bench prepare(Options options, Estate estate, Report report, Findings findings) {
        Service core = estate.core();
        int users = options.quick() ? 4_096 : 8_192;
        Voters voters = new Voters(estate.tokens(users), estate.videos(), users);
        Generator generator = new Generator(options.generator(), CONNECTIONS, options.quick() ? 1 : 2);
        Progress.say("Core, %d voters and their videos are there", users);
        return new Bench(
                estate,
                core,
                voters,
                generator,
                options.quick() ? new Rounds(2) : new Rounds(7, WARM_UPS),
                options.quick(),
                report,
                findings);
    }

    private static void write(Options options, JsonObject machine, JsonObject results) {
        String commit = machine.getString("commit") + (machine.getBoolean("changed") ? "-changed" : "");
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        // Only a whole run is for the record.
        boolean whole = !options.quick() && options.only().isEmpty();
        Path folder = options.root().resolve(whole ? "bench/results" : "bench/target");
        try {
            Path file = Files.createDirectories(folder).resolve(date + "-" + commit + ".json");
            Files.writeString(file, machine.mergeIn(results).put("date", date).encodePrettily() + "\n");
            Progress.say("written: %s", options.root().relativize(file));
        } catch (IOException e) {
            throw new BenchException("the result can't be written", e);
        }
    }
}
