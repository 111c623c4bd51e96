package co.anb.showcase.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a {@link Showcase} class whose tests depend on the broker: the build runs it a second time, on RabbitMQ.
 *
 * <p>Where RabbitMQ is chosen ({@link BrokerKind}) and not installed, the class is skipped with a sentence that says
 * so; with {@code CI=true} it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("broker")
@ExtendWith(InstalledBroker.class)
public @interface OnEveryBroker {}
