package co.anb.showcase.pulumi.identity;

import co.anb.showcase.pulumi.Tags;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.settings.Credentials;
import co.anb.showcase.pulumi.settings.Settings;
import co.anb.showcase.pulumi.storage.Storage;
import com.pulumi.aws.iam.InstanceProfile;
import com.pulumi.aws.iam.InstanceProfileArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.EnumMap;
import java.util.Map;

/** A role and an instance profile for each component; in a lab the profile that is there, and no IAM resource. */
public final class Identity extends ComponentResource {

    private final Settings settings;
    private final CustomResourceOptions child =
            CustomResourceOptions.builder().parent(this).build();
    private final Map<Component, Output<String>> profiles = new EnumMap<>(Component.class);

    public Identity(
            String name,
            Settings settings,
            Storage storage,
            Output<String> alarmTopic,
            ComponentResourceOptions options) {
        super("anb:identity:Identity", name, options);
        this.settings = settings;
        Output<Permissions.Resources> resources = Output.tuple(
                        storage.mediaBucketArn(), storage.releaseBucketArn(), alarmTopic)
                .applyValue(arns -> new Permissions.Resources(arns.t1, arns.t2, arns.t3));
        for (Component component : Component.values()) {
            profiles.put(component, profile(component, resources));
        }
        registerOutputs(Map.of());
    }

    /** Name of the instance profile of this component's hosts. */
    public Output<String> profileOf(Component component) {
        Output<String> profile = profiles.get(component);
        if (profile == null) {
            throw new IllegalArgumentException("no profile for " + component);
        }
        return profile;
    }

    private Output<String> profile(Component component, Output<Permissions.Resources> resources) {
        if (settings.credentials() instanceof Credentials.Academy academy) {
            return Output.of(academy.instanceProfile());
        }
        String name = "anb-" + component.id();
        Role role = new Role(
                name,
                RoleArgs.builder()
                        .assumeRolePolicy(Statement.assumedByInstances())
                        .description("Hosts of " + component.id())
                        .tags(Tags.named(name))
                        .build(),
                child);
        RolePolicy policy = new RolePolicy(
                name,
                RolePolicyArgs.builder()
                        .role(role.id())
                        .policy(resources.applyValue(on -> Permissions.of(component, settings, on)))
                        .build(),
                child);
        InstanceProfile profile = new InstanceProfile(
                name,
                InstanceProfileArgs.builder()
                        .role(role.name())
                        .tags(Tags.named(name))
                        .build(),
                // A host that boots before its role may do anything would try in vain.
                CustomResourceOptions.builder().parent(this).dependsOn(policy).build());
        return profile.name();
    }
}
