package co.anb.showcase.shared.cluster;

import co.anb.showcase.shared.config.ConfigReader;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which instances of EC2 are members.
 *
 * @param region where they are ({@code cluster.ec2-region})
 * @param tagName of the tag that members have, the first half of {@code cluster.ec2-tag}
 * @param tagValue its value, the other half
 * @param endpoint who is asked ({@code cluster.ec2-endpoint})
 */
public record Ec2Config(String region, String tagName, String tagValue, URI endpoint) {

    private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-\\d{1,2}");

    /** Present when {@code cluster.ec2-tag} is. */
    static Optional<Ec2Config> from(ConfigReader reader) {
        String tag = reader.text("cluster.ec2-tag", "");
        String region = reader.text("cluster.ec2-region", "");
        boolean named = REGION.matcher(region).matches();
        URI endpoint = reader.uri(
                "cluster.ec2-endpoint", URI.create("https://ec2." + (named ? region : "none") + ".amazonaws.com"));
        if (tag.isEmpty()) {
            return Optional.empty();
        }
        if (!named) {
            reader.reject("cluster.ec2-region", "must be a region such as us-east-1, with cluster.ec2-tag");
        }
        int equals = tag.indexOf('=');
        if (equals < 1 || equals == tag.length() - 1) {
            reader.reject("cluster.ec2-tag", "must be name=value, was " + tag);
            return Optional.empty();
        }
        return Optional.of(new Ec2Config(region, tag.substring(0, equals), tag.substring(equals + 1), endpoint));
    }
}
