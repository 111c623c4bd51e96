package co.anb.showcase.testkit;

import co.anb.showcase.embedded.broker.RabbitMqProgram;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets a class run when the chosen broker can be had here. */
final class InstalledBroker implements ExecutionCondition {
    private static final String MISSING = "no rabbitmq-server 3.10 or newer is installed here";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (BrokerKind.chosen() == BrokerKind.QPID
                || RabbitMqProgram.find(System.getenv()).isPresent()) {
            return ConditionEvaluationResult.enabled("the broker is there");
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(MISSING + ", and CI must have it");
        }
        return ConditionEvaluationResult.disabled(MISSING);
    }

    /** The program, for a class that was let through. */
    static RabbitMqProgram rabbitMq() {
        return RabbitMqProgram.find(System.getenv()).orElseThrow(() -> new IllegalStateException(MISSING));
    }
}
