package co.anb.showcase.pulumi.monitoring;

import com.pulumi.core.Output;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Core's nodes say of themselves, all of them added up: the CloudWatch agent of each sends it. The alarms are
 * those of {@code grafana/prometheus/rules} that Prometheus can't raise where it does not see the nodes.
 */
final class CoreFigures {

    static final String NAMESPACE = "ANB/Core";

    /** The dimension that all figures have, and its value. */
    static final String COMPONENT = "component";

    static final String CORE = "core";

    private CoreFigures() {}

    static Map<Alarm, String> alarmToDescription() {
        Map<Alarm, String> alarms = new LinkedHashMap<>();
        alarms.put(
                on("votes-refused", "showcase_vote_refused_total", Map.of())
                        .sum()
                        .above(100)
                        .forMinutes(5),
                "Votes are refused for want of capacity: see the runbook, votes are slow or refused");
        alarms.put(
                on("outbox", "showcase_relay_backlog_age_seconds", Map.of())
                        .maximum()
                        .above(120)
                        .forMinutes(5),
                "Jobs are not sent to the broker: see the runbook, the broker is away");
        alarms.put(
                on("revocations", "showcase_revocations_age_seconds", Map.of())
                        .maximum()
                        .above(60)
                        .forMinutes(3),
                "A node does not hear of logouts: see the runbook, Auth is away");
        alarms.put(
                on("dead-letters", "showcase_queue_ready", Map.of("queue", "video_processing.dlq"))
                        .maximum()
                        .above(0)
                        .forMinutes(5),
                "Jobs were given up: see the runbook, dead letters");
        return alarms;
    }

    private static Alarm on(String name, String metric, Map<String, String> further) {
        Map<String, String> dimensions = new LinkedHashMap<>(further);
        dimensions.put(COMPONENT, CORE);
        return Alarm.when("anb-core-" + name, NAMESPACE, metric, Output.of(dimensions));
    }
}
