package co.anb.showcase.pulumi.monitoring;

import com.pulumi.core.Output;
import java.util.Map;

/**
 * The names by which CloudWatch knows what is watched.
 *
 * @param balancer the public load balancer
 * @param targetGroups by label
 * @param scalingGroups by label
 * @param databases by identifier
 * @param instances hosts that there is one of, by label
 */
public record Watched(
        Output<String> balancer,
        Map<String, Output<String>> targetGroups,
        Map<String, Output<String>> scalingGroups,
        Map<String, Output<String>> databases,
        Map<String, Output<String>> instances) {}
