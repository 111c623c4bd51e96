package co.anb.showcase.bench.load;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.estate.Command;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plaintext by a generator that everybody knows, to hold ours against. */
public record Wrk(String url, double seconds) implements Load {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    @Override
    public String name() {
        return "plaintext by wrk";
    }

    @Override
    public double perSecond() {
        String output = Command.run(List.of("wrk", "-t1", "-c256", "-d" + (int) Math.ceil(seconds) + "s", url));
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new BenchException("wrk told no rate: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
