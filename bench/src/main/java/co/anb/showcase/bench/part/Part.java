package co.anb.showcase.bench.part;

/** A part of the benchmark: its loads, measured together, and what they are to reach. */
public interface Part {

    /** The word by which {@code --only} names it. */
    String name();

    /** Measures, and writes down. */
    void run(Bench bench);
}
