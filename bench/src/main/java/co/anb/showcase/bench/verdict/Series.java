package co.anb.showcase.bench.verdict;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One figure of every round, in the order of the rounds.
 *
 * @param values at least one
 */
public record Series(List<Double> values) {

    /** Copies the list. */
    public Series {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a series has one value at least");
        }
    }

    /** This figure in units of another one of the same round. */
    public Series dividedBy(Series other) {
        if (other.values.size() != values.size()) {
            throw new IllegalArgumentException("only rounds that are pairs have a ratio");
        }
        return new Series(IntStream.range(0, values.size())
                .mapToObj(round -> values.get(round) / other.values.get(round))
                .toList());
    }

    /** The middle one, or the mean of the two. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The smallest. */
    public double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The largest. */
    public double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
