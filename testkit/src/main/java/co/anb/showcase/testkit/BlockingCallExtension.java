package co.anb.showcase.testkit;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fails a test during which code blocked an event loop, whatever that code did with the error. */
final class BlockingCallExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingCallExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        BlockingCalls.watch();
        // What classes without the annotation did before is not this class's fault.
        List<Throwable> ofOthers = BlockingCalls.take();
        LOG.debug("blocking calls of classes that are not watched: {}", ofOthers.size());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        BlockingCalls.failIfAny("before " + context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        BlockingCalls.failIfAny("during " + context.getDisplayName());
    }
}
