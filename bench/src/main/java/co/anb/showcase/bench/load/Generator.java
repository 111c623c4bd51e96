package co.anb.showcase.bench.load;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.estate.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The native load generator ({@code bench/load/load.c}).
 *
 * @param program the compiled program
 * @param connections how many at the same time
 * @param seconds how long a run takes
 */
public record Generator(Path program, int connections, double seconds) {

    /** So many times may everybody vote before two generators meet: a third of the first 50 videos. */
    private static final int LAPS = 16;

    /** Which votes are cast. */
    public enum Pairs {
        /** Every video in turn, no pair twice. */
        WIDE,
        /** All for one video. */
        HOT,
        /** The first 50 videos. */
        FEW,
        /** Everybody for the first video, over and over. */
        SAME;

        String option() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same with other connections. */
    public Generator connections(int count) {
        return new Generator(program, count, seconds);
    }

    /** The same for another time. */
    public Generator seconds(double time) {
        return new Generator(program, connections, time);
    }

    /** Casts votes as fast as they are answered. */
    public Answers votes(int port, Pairs pairs, Path tokens, Path videos) {
        return run(port, 0, votes(pairs, tokens, videos));
    }

    /** Casts so many votes a second, however fast they are answered. */
    public Answers votesAt(double rate, int port, Pairs pairs, Path tokens, Path videos) {
        return run(port, rate, votes(pairs, tokens, videos));
    }

    /** Casts votes that no generator with another {@code share} casts. */
    public Answers votesOf(int share, int port, Pairs pairs, Path tokens, Path videos) {
        List<String> what = new ArrayList<>(votes(pairs, tokens, videos));
        what.addAll(List.of("--lap", Integer.toString(share * LAPS)));
        return run(port, 0, what);
    }

    /** Sends one request again and again; {@code lines} are its head, without the empty one that ends it. */
    public Answers requests(int port, String body, String... lines) {
        try {
            Path file = Files.createTempFile("anb-bench-", ".http");
            Files.writeString(file, String.join("\r\n", lines) + "\r\nHost: 127.0.0.1\r\n\r\n" + body);
            Answers answers = run(port, 0, List.of("--request", file.toString()));
            Files.delete(file);
            return answers;
        } catch (IOException e) {
            throw new BenchException("the request can't be written", e);
        }
    }

    private static List<String> votes(Pairs pairs, Path tokens, Path videos) {
        return List.of("--votes", pairs.option(), "--tokens", tokens.toString(), "--videos", videos.toString());
    }

    private Answers run(int port, double rate, List<String> what) {
        List<String> command = new ArrayList<>(Arrays.asList(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--connections",
                Integer.toString(connections),
                "--seconds",
                Double.toString(seconds),
                "--rate",
                Double.toString(rate)));
        command.addAll(what);
        return Answers.parse(Command.run(command));
    }
}
