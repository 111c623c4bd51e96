package co.anb.showcase.pulumi.boot;

import java.util.Map;

/** The user-data of one host of each kind, as long as it can get. */
final class Hosts {

    static final String CORE_JAR = "a".repeat(64);
    static final String SESSION_TOKEN = "t".repeat(1_500);

    private static final Host HOST = new Host(
            "production",
            "us-east-1",
            "anb-production-releases-0123456789abcdef",
            "http://anb-production-0123456789.us-east-1.elb.amazonaws.com",
            "http://obs.anb.internal:3100");
    private static final String BROKER = "broker.anb.internal:5672";
    private static final String MEDIA = "anb-production-media-0123456789abcdef";
    private static final SessionCredentials KEYS =
            new SessionCredentials("ASIAIOSFODNN7EXAMPLE", "secret/access+key", SESSION_TOKEN);

    private Hosts() {}

    static CoreBoot core() {
        return new CoreBoot(service(8000), BROKER, MEDIA, "http://auth.anb.internal:8001", "10.0.1.0/24,10.0.2.0/24");
    }

    static WorkerBoot worker() {
        return new WorkerBoot(service(9100), BROKER, MEDIA);
    }

    static AuthBoot auth() {
        return new AuthBoot(service(8001), "10.0.1.0/24,10.0.2.0/24", "admin@example.com");
    }

    static Map<Component, String> all() {
        return Map.of(
                Component.CORE,
                UserData.core(core(), KEYS),
                Component.AUTH,
                UserData.auth(auth()),
                Component.WORKER,
                UserData.worker(worker(), KEYS),
                Component.BROKER,
                UserData.broker(new BrokerBoot(HOST, 5672, 15672, 15692)),
                Component.OBSERVABILITY,
                UserData.observability(new ObservabilityBoot(
                        HOST,
                        "auth.anb.internal:8001",
                        "worker.anb.internal:9100",
                        "broker.anb.internal:15692",
                        "arn:aws:sns:us-east-1:123456789012:anb-production-alerts",
                        true)));
    }

    private static Service service(int port) {
        return new Service(
                HOST,
                port,
                new Artifact("releases/service/" + CORE_JAR + ".jar", CORE_JAR),
                new Artifact("releases/rds/" + "b".repeat(64) + ".pem", "b".repeat(64)),
                "anb-production-core.abcdefghijkl.us-east-1.rds.amazonaws.com:5432",
                new Cluster("anb:cluster=production", 7800, 7801));
    }
}
