package co.anb.showcase.pulumi.settings;

/**
 * How large and how many.
 *
 * @param coreCpuTarget percent of CPU that the scaling group of Core holds
 */
public record Sizes(
        String coreInstanceType,
        String authInstanceType,
        String workerInstanceType,
        String brokerInstanceType,
        String observabilityInstanceType,
        String dbInstanceClass,
        int coreMinSize,
        int coreMaxSize,
        int coreCpuTarget) {

    static Sizes from(ConfigReader config) {
        int least = config.number("coreMinSize", 1, 1, 20);
        int most = config.number("coreMaxSize", 3, 1, 20);
        if (most < least) {
            config.mistake("coreMaxSize", "is at least coreMinSize (" + least + "), was " + most);
        }
        String dbClass = config.text(
                "dbInstanceClass",
                "db.t3.micro",
                value -> value.matches("db\\.[a-z0-9-]+\\.[a-z0-9]+"),
                "is a class of RDS such as db.t3.micro");
        if (most > nodesThatFit(dbClass)) {
            config.mistake("coreMaxSize", "is at most " + nodesThatFit(dbClass) + " with " + dbClass + ", was " + most);
        }
        return new Sizes(
                instanceType(config, "coreInstanceType", "t3.small"),
                instanceType(config, "authInstanceType", "t3.small"),
                instanceType(config, "workerInstanceType", "t3.large"),
                instanceType(config, "brokerInstanceType", "t3.small"),
                instanceType(config, "observabilityInstanceType", "t3.small"),
                dbClass,
                least,
                most,
                config.number("coreCpuTarget", 60, 10, 90));
    }

    /** At most, to each database: a refresh doubles the nodes, each takes 12 connections, and the worker 4. */
    public int plannedConnections() {
        return 2 * coreMaxSize * 12 + 4;
    }

    /**
     * A refresh doubles the nodes, each takes 12 connections, and the worker 4. RDS allows memory / 9531392 of them:
     * some 80 on 1 GB, after what the server itself takes.
     */
    private static int nodesThatFit(String dbClass) {
        return switch (dbClass.substring(dbClass.lastIndexOf('.') + 1)) {
            case "micro" -> 3;
            case "small" -> 6;
            default -> 20;
        };
    }

    private static String instanceType(ConfigReader config, String key, String otherwise) {
        return config.text(
                key, otherwise, value -> value.matches("[a-z][a-z0-9-]*\\.[a-z0-9]+"), "is a type such as t3.small");
    }
}
