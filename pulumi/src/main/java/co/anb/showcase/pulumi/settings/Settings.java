package co.anb.showcase.pulumi.settings;

import com.pulumi.Context;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that an operator chooses for a stack. Keys, types and defaults are described in {@code Pulumi.yaml}.
 *
 * @param zones the two availability zones
 * @param adminCidrs networks of the administrators: consoles and databases
 * @param protectData whether what holds data refuses to be deleted, by Pulumi and by AWS
 * @param ubuntuAmi the image to use; empty takes Canonical's current one, so that any update may renew the hosts
 * @param scrapeCore whether Prometheus finds Core's nodes by their tags, beside CloudWatch
 * @param artifacts the release: jars and configuration of this checkout
 */
public record Settings(
        String stack,
        String region,
        List<String> zones,
        Credentials credentials,
        Secrets secrets,
        Sizes sizes,
        Optional<Https> https,
        List<String> adminCidrs,
        boolean privateSubnets,
        boolean multiAz,
        boolean protectData,
        boolean scrapeCore,
        Optional<String> alarmEmail,
        Optional<String> ubuntuAmi,
        Artifacts artifacts) {

    /** A rule of the load balancer takes five values at most, and two of them are paths. */
    private static final String ADMIN_CIDRS_RULE = "is a list of one to three networks such as [\"203.0.113.7/32\"]";

    /**
     * TLS at the load balancer.
     *
     * @param domainName the name that the certificate is made out to, and clients use
     */
    public record Https(String certificateArn, String domainName) {}

    /**
     * Reads and checks the configuration of the stack that is being deployed.
     *
     * @throws com.pulumi.exceptions.RunException with every mistake, each with its key
     */
    public static Settings from(Context context) {
        return read(
                context.stackName(),
                new ConfigReader("anb", context.config("anb")::get),
                new ConfigReader("aws", context.config("aws")::get));
    }

    static Settings read(String stack, ConfigReader config, ConfigReader aws) {
        String region = aws.text("region", "us-east-1", v -> v.matches("[a-z]{2}(-[a-z]+)+-\\d"), "is a region of AWS");
        Optional<Https> https = https(config);
        https.filter(tls -> !tls.certificateArn().startsWith("arn:aws:acm:" + region + ":"))
                .ifPresent(
                        tls -> config.mistake("certificateArn", "is of a region that is not the stack's, " + region));
        Settings settings = new Settings(
                stack,
                region,
                List.of(region + "a", region + "b"),
                credentials(config),
                Secrets.from(config),
                Sizes.from(config),
                https,
                config.list("adminCidrs", 3, Cidr::isSomeone, ADMIN_CIDRS_RULE),
                config.flag("privateSubnets", false),
                config.flag("multiAz", false),
                config.flag("protectData", true),
                config.flag("scrapeCore", false),
                config.optional("alarmEmail", v -> v.matches("[^@\\s]+@[^@\\s]+"), "is an e-mail address"),
                config.optional("ubuntuAmi", v -> v.matches("ami-[0-9a-f]{8,17}"), "is an image such as ami-0123abcd"),
                Artifacts.from(config));
        aws.moveMistakesTo(config);
        config.finish(stack);
        return settings;
    }

    private static Credentials credentials(ConfigReader config) {
        String mode = config.text(
                "credentialsMode",
                "instanceProfile",
                v -> v.matches("instanceProfile|academy"),
                "is instanceProfile or academy");
        String profile = config.text(
                "labInstanceProfileName", "LabInstanceProfile", v -> v.matches("[\\w+=,.@-]{1,128}"), "is a name");
        Optional<Credentials.SessionKeys> keys = sessionKeys(config);
        if (mode.equals("academy")) {
            return new Credentials.Academy(profile, keys);
        }
        if (keys.isPresent()) {
            config.mistake("awsAccessKeyId", "belongs to credentialsMode academy alone");
        }
        return new Credentials.OwnRoles();
    }

    private static Optional<Credentials.SessionKeys> sessionKeys(ConfigReader config) {
        String rule = "is set together with awsAccessKeyId, awsSecretAccessKey and awsSessionToken, without spaces";
        List<Optional<Output<String>>> keys = Stream.of("awsAccessKeyId", "awsSecretAccessKey", "awsSessionToken")
                .map(key -> config.optionalSecret(key, v -> v.matches("\\S{16,4096}"), rule))
                .toList();
        List<Output<String>> given = keys.stream().flatMap(Optional::stream).toList();
        if (given.size() == keys.size()) {
            return Optional.of(new Credentials.SessionKeys(given.get(0), given.get(1), given.get(2)));
        }
        if (!given.isEmpty()) {
            config.mistake("awsSessionToken", rule);
        }
        return Optional.empty();
    }

    private static Optional<Https> https(ConfigReader config) {
        Optional<String> certificate = config.optional(
                "certificateArn", v -> v.matches("arn:aws:acm:[a-z0-9-]+:\\d{12}:certificate/\\S+"), "is an ACM ARN");
        Optional<String> domain =
                config.optional("domainName", v -> v.matches("([a-z0-9-]+\\.)+[a-z]{2,}"), "is a host name");
        if (certificate.isPresent() != domain.isPresent()) {
            config.mistake("domainName", "and certificateArn are set together");
        }
        return certificate.flatMap(arn -> domain.map(name -> new Https(arn, name)));
    }
}
