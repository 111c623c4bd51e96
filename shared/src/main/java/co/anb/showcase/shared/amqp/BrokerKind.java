package co.anb.showcase.shared.amqp;

/** Which broker there is: they speak one protocol and differ in the arguments that a queue may be declared with. */
public enum BrokerKind {
    /** RabbitMQ 3.10 or newer. */
    RABBITMQ,
    /** Apache Qpid Broker-J, the embedded one; it closes the connection (542) at RabbitMQ's queue arguments. */
    QPID
}
