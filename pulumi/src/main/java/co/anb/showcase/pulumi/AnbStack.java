package co.anb.showcase.pulumi;

import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.security.Security;
import co.anb.showcase.pulumi.settings.Settings;
import com.pulumi.Context;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderDefaultTagsArgs;
import com.pulumi.resources.ComponentResourceOptions;

/** Wires the components and exports what an operator looks for after {@code pulumi up}. */
final class AnbStack {

    private final Settings settings;
    private final ComponentResourceOptions options;

    private AnbStack(Settings settings) {
        this.settings = settings;
        this.options = ComponentResourceOptions.builder()
                .providers(new Provider(
                        "anb",
                        ProviderArgs.builder()
                                .region(settings.region())
                                .defaultTags(ProviderDefaultTagsArgs.builder()
                                        .tags(Tags.defaults(settings))
                                        .build())
                                .build()))
                .build();
    }

    static void declare(Context context) {
        new AnbStack(Settings.from(context)).declareAll(context);
    }

    private void declareAll(Context context) {
        Network network = new Network("network", settings, options);
        Security security = new Security("security", settings, network.vpcId(), options);
        context.export("vpcId", network.vpcId());
        context.export("albSecurityGroups", security.groupIds());
    }
}
