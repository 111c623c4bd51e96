package co.anb.showcase.pulumi.engine;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The stacks that tests look at; each is run once in a JVM. */
public final class Estates {

    /** Marks each secret of the fixtures, so that a search finds one that leaks. */
    public static final String SECRET_MARK = "fixture-secret";

    private static final String PRODUCTION = "production";
    private static final Map<String, Graph> RUNS = new ConcurrentHashMap<>();

    private Estates() {}

    /** Nothing set but what has no default. */
    public static StackConfig minimal() {
        return StackConfig.of("minimal")
                .with("adminCidrs", "[\"203.0.113.7/32\"]")
                .with("artifactsDir", Release.in("release").toString())
                .withSecret("coreDbPassword", SECRET_MARK + "-core-db")
                .withSecret("authDbPassword", SECRET_MARK + "-auth-db")
                .withSecret("rabbitmqPassword", SECRET_MARK + "-rabbitmq")
                .withSecret("consolePassword", SECRET_MARK + "-console")
                .withSecret("grafanaAdminPassword", SECRET_MARK + "-grafana")
                .withSecret(
                        "keyEncryptionKey",
                        Base64.getEncoder()
                                .encodeToString("fixture-secret-of-thirty-2-bytes"
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /** A lab with session keys. */
    public static StackConfig academy() {
        return named("academy")
                .with("credentialsMode", "academy")
                .withSecret("awsAccessKeyId", SECRET_MARK + "-access-key")
                .withSecret("awsSecretAccessKey", SECRET_MARK + "-secret-key")
                .withSecret("awsSessionToken", SECRET_MARK + "-session-token");
    }

    /** Every option on. */
    public static StackConfig production() {
        return named(PRODUCTION)
                .with("adminCidrs", "[\"203.0.113.7/32\",\"198.51.100.0/24\"]")
                .with("certificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/0123")
                .with("domainName", "showcase.example.com")
                .with("privateSubnets", "true")
                .with("multiAz", "true")
                .with("scrapeCore", "true")
                .with("alarmEmail", "ops@example.com")
                .with("ubuntuAmi", "ami-0fedcba9876543210")
                .with("adminEmail", "admin@example.com")
                .withSecret("adminPassword", SECRET_MARK + "-admin")
                .with("dbInstanceClass", "db.t3.small")
                .with("coreMaxSize", "4");
    }

    /** Far away, in private subnets with one way out, and about to be destroyed. */
    public static StackConfig elsewhere() {
        StackConfig production = production();
        return new StackConfig("elsewhere", production.values(), production.secretKeys())
                .in("eu-west-1")
                .with("multiAz", "false")
                .with("certificateArn", "arn:aws:acm:eu-west-1:123456789012:certificate/0123")
                .with("protectData", "false");
    }

    /** The configurations of which there are golden files. */
    public static List<StackConfig> golden() {
        return List.of(academy(), production());
    }

    /** All that are looked at. */
    public static List<StackConfig> all() {
        return List.of(minimal(), academy(), production());
    }

    /** The graph of a stack. That with every option on comes from the entry point in a process of its own. */
    public static Graph graphOf(StackConfig config) {
        return RUNS.computeIfAbsent(
                config.stack(),
                stack -> stack.equals(PRODUCTION) ? FakeEngine.upByEntryPoint(config) : FakeEngine.up(config));
    }

    private static StackConfig named(String stack) {
        StackConfig minimal = minimal();
        return new StackConfig(stack, minimal.values(), minimal.secretKeys());
    }
}
