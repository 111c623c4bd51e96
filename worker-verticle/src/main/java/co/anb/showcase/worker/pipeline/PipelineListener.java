package co.anb.showcase.worker.pipeline;

/** Follows one run. */
@FunctionalInterface
public interface PipelineListener {

    /**
     * Tells how far the run is. Called on the Vert.x context that started the run (or on a pool thread when there was
     * none), several times a second, never after the run's result is there.
     *
     * @param stage the present stage; stages never go back
     * @param percent of the whole run, 0 to 100, never falling
     */
    void progressed(Stage stage, int percent);
}
