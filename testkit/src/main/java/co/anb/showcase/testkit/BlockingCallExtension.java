package co.anb.showcase.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test during which code blocked an event loop, whatever that code did with the error. */
final class BlockingCallExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        BlockingCalls.watch();
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
