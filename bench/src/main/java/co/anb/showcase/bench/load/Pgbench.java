package co.anb.showcase.bench.load;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.estate.Command;
import co.anb.showcase.bench.estate.Estate;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own benchmark: 32 clients, each with one durable row of the same table layout after another. What the
 * database can do when nobody puts votes together.
 */
public final class Pgbench implements Load {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final int CLIENTS = 32;
    /** Connecting takes part of it, and a busy disk may let nothing through in one second. */
    private static final int SHORTEST_SECONDS = 2;

    private final URI url;
    private final int seconds;
    private final Path script;

    /** On Core's database, in a table of its own. */
    public Pgbench(Estate estate, double seconds) {
        this.url = URI.create(estate.url("core"));
        this.seconds = Math.max(SHORTEST_SECONDS, (int) Math.ceil(seconds));
        estate.books().execute("CREATE TABLE IF NOT EXISTS bench_rows (LIKE votes INCLUDING ALL)");
        this.script = estate.write(
                "one-row.sql",
                List.of("INSERT INTO bench_rows (video_id, user_id) VALUES (gen_random_uuid(), gen_random_uuid())"
                        + " ON CONFLICT DO NOTHING;"));
    }

    @Override
    public String name() {
        return "pgbench one row";
    }

    @Override
    public double perSecond() {
        String[] login = url.getUserInfo().split(":", 2);
        String output = Command.run(
                List.of(
                        "pgbench",
                        "-n",
                        "-M",
                        "prepared",
                        "-c",
                        "" + CLIENTS,
                        "-j",
                        "2",
                        "-T",
                        "" + seconds,
                        "-h",
                        url.getHost(),
                        "-p",
                        "" + url.getPort(),
                        "-U",
                        login[0],
                        "-f",
                        script.toString(),
                        "core"),
                Map.of("PGPASSWORD", login[1]));
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new BenchException("pgbench told no rate: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
