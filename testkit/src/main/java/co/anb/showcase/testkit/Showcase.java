package co.anb.showcase.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes a test class an integration test with real services.
 *
 * <p>Constructors, lifecycle and test methods may take these parameters, one of each per test class:
 *
 * <ul>
 *   <li>{@link io.vertx.core.Vertx}: closed after the class, which fails when a verticle is still deployed;
 *   <li>{@link ShowcaseServices}: a fresh PostgreSQL database per name, a fresh virtual host of an AMQP broker,
 *       folders;
 *   <li>{@link Tokens}: an issuer of access tokens with its JWKS and revocations over HTTP.
 * </ul>
 *
 * <p>BlockHound watches every event loop: a blocking call there fails the test in which it was made, also when the code
 * swallowed the error. One PostgreSQL and one broker serve all classes of a JVM; each starts when it is first asked
 * for. In the test's own thread write straight lines with {@link Await#await}. Each test has 60 s unless it says
 * otherwise.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith({BlockingCallExtension.class, ShowcaseExtension.class})
public @interface Showcase {}
