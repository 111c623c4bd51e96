package co.anb.showcase.bench.load;

/** Something whose rate is measured, again and again. */
public interface Load {

    /** Its name in table and result. */
    String name();

    /** Runs it once; blocks. */
    double perSecond();
}
