package co.anb.showcase.bench.verdict;

/**
 * What a ratio or a figure is to reach.
 *
 * @param name what is compared with what
 * @param better which way is better
 * @param everyRound whether each round has to keep the floor, however they differ, in place of their median
 * @param floor what has to be kept
 * @param aim what was hoped for
 */
public record Target(String name, Better better, boolean everyRound, double floor, double aim) {

    private static final double WIDEST = 0.4;

    /** Which way is better. */
    public enum Better {
        /** Rates. */
        MORE,
        /** Costs. */
        LESS
    }

    /** A target of a rate: more is better. */
    public static Target atLeast(String name, double floor, double aim) {
        return new Target(name, Better.MORE, false, floor, aim);
    }

    /** A target of a cost: less is better. */
    public static Target atMost(String name, double floor, double aim) {
        return new Target(name, Better.LESS, false, floor, aim);
    }

    /** A figure that is no ratio and may not be above the floor in any round. */
    public static Target limit(String name, double floor, double aim) {
        return new Target(name, Better.LESS, true, floor, aim);
    }

    /** What the rounds allow to conclude. */
    public Verdict judge(Series ratios) {
        if (!reaches(best(ratios), floor)) {
            return Verdict.BELOW;
        }
        boolean keepsFloor =
                everyRound ? reaches(worst(ratios), floor) : !isWide(ratios) && reaches(ratios.median(), floor);
        return keepsFloor ? Verdict.PASS : Verdict.NONE;
    }

    /** Whether the median reaches the aim. */
    public boolean meetsAim(Series ratios) {
        return reaches(ratios.median(), aim);
    }

    private double best(Series ratios) {
        return better == Better.MORE ? ratios.most() : ratios.least();
    }

    private double worst(Series ratios) {
        return better == Better.MORE ? ratios.least() : ratios.most();
    }

    private boolean reaches(double ratio, double wanted) {
        return better == Better.MORE ? ratio >= wanted : ratio <= wanted;
    }

    private static boolean isWide(Series ratios) {
        double median = ratios.median();
        return ratios.most() > median * (1 + WIDEST) || ratios.least() < median * (1 - WIDEST);
    }
}
