package co.anb.showcase.bench.verdict;

/** What may be concluded about one target. */
public enum Verdict {
    /** The median reaches the floor, and the rounds agree. */
    PASS("pass"),
    /** Not even the best round reaches the floor. */
    BELOW("BELOW FLOOR"),
    /** The rounds differ by more than 40 % from their median, or disagree about the floor. */
    NONE("NO VERDICT");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** As it stands in the table. */
    public String words() {
        return words;
    }
}
