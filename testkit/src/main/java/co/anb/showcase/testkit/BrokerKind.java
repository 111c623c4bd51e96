package co.anb.showcase.testkit;

import java.util.Locale;

/** Which AMQP broker the tests of this JVM speak to. */
public enum BrokerKind {
    /** Apache Qpid Broker-J inside the test's JVM; needs nothing installed. */
    QPID,
    /** A private node of an installed RabbitMQ. */
    RABBITMQ;

    private static final String PROPERTY = "anb.test.broker";
    private static final String VARIABLE = "ANB_TEST_BROKER";

    /**
     * Reads the system property {@code anb.test.broker}, then the variable {@code ANB_TEST_BROKER}; the default is
     * QPID.
     */
    static BrokerKind chosen() {
        String variable = System.getenv().getOrDefault(VARIABLE, QPID.name());
        return valueOf(System.getProperty(PROPERTY, variable).toUpperCase(Locale.ROOT));
    }
}
