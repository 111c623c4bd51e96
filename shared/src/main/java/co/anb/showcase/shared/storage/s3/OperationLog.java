package co.anb.showcase.shared.storage.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Which S3 operations this process has used: what its permissions must allow. The names are written to a file, one a
 * line and sorted, each time that there is a new one. Calls begin on worker threads, so writing blocks no event loop.
 */
final class OperationLog implements ExecutionInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(OperationLog.class);

    private final Optional<Path> file;
    private final Set<String> names = new ConcurrentSkipListSet<>();

    OperationLog(Optional<Path> file) {
        this.file = file;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }

    /** Notes an operation that somebody else will use, by a link that was signed here. */
    void add(String operation) {
        if (names.add(operation)) {
            file.ifPresent(this::write);
        }
    }

    private synchronized void write(Path target) {
        try {
            Files.write(target, names);
        } catch (IOException e) {
            LOG.warn("the used S3 operations can't be written to s3.operations-dir", e);
        }
    }
}
