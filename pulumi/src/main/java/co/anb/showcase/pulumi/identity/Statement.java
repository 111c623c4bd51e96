package co.anb.showcase.pulumi.identity;

import co.anb.showcase.pulumi.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One permission of a policy. Statements are text, so that what stands in the graph can be read in a review. */
record Statement(String name, List<String> actions, List<String> resources, Map<String, Object> condition) {

    static Statement allow(String name, List<String> actions, List<String> resources) {
        return new Statement(name, actions, resources, Map.of());
    }

    Statement when(Map<String, Object> condition) {
        return new Statement(name, actions, resources, condition);
    }

    static String document(List<Statement> statements) {
        return policy(statements.stream().map(Statement::toMap).toList());
    }

    /** Lets EC2 give the role to an instance. */
    static String assumedByInstances() {
        return policy(List.of(Map.of(
                "Effect", "Allow", "Principal", Map.of("Service", "ec2.amazonaws.com"), "Action", "sts:AssumeRole")));
    }

    private Map<String, Object> toMap() {
        Map<String, Object> statement =
                new HashMap<>(Map.of("Sid", name, "Effect", "Allow", "Action", actions, "Resource", resources));
        if (!condition.isEmpty()) {
            statement.put("Condition", condition);
        }
        return statement;
    }

    private static String policy(List<Map<String, Object>> statements) {
        return Json.of(Map.of("Version", "2012-10-17", "Statement", statements));
    }
}
