package co.anb.showcase.local;

/** The parts of local mode, in the order in which they depend on each other; a stop goes through them backwards. */
enum PartKind {
    POSTGRES("PostgreSQL"),
    BROKER("AMQP broker"),
    FFMPEG("FFmpeg"),
    AUTH("Auth service"),
    WORKER("Video worker"),
    CORE("Core API"),
    PROMETHEUS("Prometheus"),
    GATEWAY("Gateway");

    private final String title;

    PartKind(String title) {
        this.title = title;
    }

    /** The name that people read. */
    String title() {
        return title;
    }
}
