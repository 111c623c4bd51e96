package co.anb.showcase.shared.storage.s3;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts how often a request was sent, for a caller that put a counter into {@link #ATTEMPTS}. */
final class AttemptCounter implements ExecutionInterceptor {

    static final ExecutionAttribute<AtomicInteger> ATTEMPTS = new ExecutionAttribute<>("anb.attempts");

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        AtomicInteger attempts = attributes.getAttribute(ATTEMPTS);
        if (attempts != null) {
            attempts.incrementAndGet();
        }
    }
}
