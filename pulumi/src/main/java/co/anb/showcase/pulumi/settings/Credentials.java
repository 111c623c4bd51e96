package co.anb.showcase.pulumi.settings;

import com.pulumi.core.Output;
import java.util.Optional;

/** How instances prove to AWS who they are. */
public sealed interface Credentials {

    /** An IAM role for each component, made by this program. */
    record OwnRoles() implements Credentials {}

    /**
     * AWS Academy: no IAM resource is made. Hosts boot with the lab's own instance profile.
     *
     * @param instanceProfile name of the profile that the lab has
     * @param sessionKeys what Core and the worker use for S3 in place of that profile
     */
    record Academy(String instanceProfile, Optional<SessionKeys> sessionKeys) implements Credentials {}

    /** Keys of one lab session, secret all three; they end within hours. */
    record SessionKeys(Output<String> accessKeyId, Output<String> secretAccessKey, Output<String> sessionToken) {}
}
