import com.adobe.testing.s3mock.S3MockApplication;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the S3 server on a free port of 127.0.0.1, prints {@code PORT <number>} and ends with its standard input: when
 * the JVM that started it is gone, however it went, so is this one. Run from its source, with the server's own jars:
 * {@code java -cp … S3MockMain.java <folder>}.
 */
class S3MockMain {

    public static void main(String[] args) throws IOException {
        ConfigurableApplicationContext server = new SpringApplicationBuilder(S3MockApplication.class)
                .initializers(fresh -> fresh.getBeanFactory().addBeanPostProcessor(new Loopback()))
                .properties(Map.of(
                        "server.address", "127.0.0.1",
                        "server.port", "0",
                        "http.port", "0",
                        "root", args[0],
                        "logging.level.root", "WARN"))
                .run();
        System.out.println("PORT " + server.getEnvironment().getProperty("local.server.port"));
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is ever written to it.
        }
        Runtime.getRuntime().halt(0);
    }

    /** The server's second port would listen on all addresses. */
    private static final class Loopback implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof Connector connector) {
                connector.setProperty("address", "127.0.0.1");
            }
            return bean;
        }
    }
}
