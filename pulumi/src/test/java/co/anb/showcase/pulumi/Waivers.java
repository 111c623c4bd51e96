package co.anb.showcase.pulumi;

import java.util.List;

/**
 * Rules of AWS' usual policy packs that this estate does not keep, each with the reason of the document that asks for
 * it. A test fails when a waiver is no longer needed.
 */
enum Waivers {
    ALB_WITHOUT_HTTPS("The document has the load balancer on port 80; a certificate turns HTTPS on"),
    HOSTS_WITH_PUBLIC_ADDRESSES("The document has public subnets only, for AWS Academy; privateSubnets turns it off"),
    DATABASES_IN_ONE_ZONE("The document has Multi-AZ off, for the cost in AWS Academy; multiAz turns it on"),
    ACCESS_LOGS_OF_BALANCER_AND_BUCKETS("The document has none; each service logs its own requests");

    private final String reason;

    Waivers(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    static List<Waivers> all() {
        return List.of(values());
    }
}
