package co.anb.showcase.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks what only RabbitMQ does: it runs in the build's second run alone. What holds where RabbitMQ is missing is as
 * with {@link OnEveryBroker}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("rabbitmq")
@ExtendWith(InstalledBroker.class)
public @interface OnRabbitMq {}
