package co.anb.showcase.pulumi.boot;

/**
 * What the boot of every host is told.
 *
 * @param stack the stack's name; part of the names of secrets and log groups
 * @param region AWS region
 * @param releaseBucket name of the bucket with jars and configuration
 * @param publicUrl the origin that clients use, without a trailing slash
 * @param lokiUrl where Promtail sends logs: {@code http://obs.anb.internal:3100}
 */
public record Host(String stack, String region, String releaseBucket, String publicUrl, String lokiUrl) {

    /** Where the component's SSM parameters are: {@code /anb/<stack>/<component>}. */
    public String secretsPath(Component component) {
        return "/anb/%s/%s".formatted(stack, component.id());
    }

    /** The CloudWatch log group of the component's hosts: {@code /anb/<stack>/<component>}. */
    public String logGroup(Component component) {
        return "/anb/%s/%s".formatted(stack, component.id());
    }
}
