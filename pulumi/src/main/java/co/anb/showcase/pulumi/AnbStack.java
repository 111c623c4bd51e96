package co.anb.showcase.pulumi;

import co.anb.showcase.pulumi.auth.AuthService;
import co.anb.showcase.pulumi.balancing.AuthBalancer;
import co.anb.showcase.pulumi.balancing.LoadBalancing;
import co.anb.showcase.pulumi.balancing.Target;
import co.anb.showcase.pulumi.broker.Broker;
import co.anb.showcase.pulumi.core.CoreApi;
import co.anb.showcase.pulumi.databases.Databases;
import co.anb.showcase.pulumi.databases.HostSecrets;
import co.anb.showcase.pulumi.hosts.Foundation;
import co.anb.showcase.pulumi.identity.Identity;
import co.anb.showcase.pulumi.monitoring.Channels;
import co.anb.showcase.pulumi.monitoring.Monitoring;
import co.anb.showcase.pulumi.monitoring.Watched;
import co.anb.showcase.pulumi.network.Network;
import co.anb.showcase.pulumi.observability.Observability;
import co.anb.showcase.pulumi.security.Security;
import co.anb.showcase.pulumi.settings.Settings;
import co.anb.showcase.pulumi.storage.Storage;
import co.anb.showcase.pulumi.worker.Worker;
import com.pulumi.Context;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderDefaultTagsArgs;
import com.pulumi.aws.ssm.SsmFunctions;
import com.pulumi.aws.ssm.inputs.GetParameterArgs;
import com.pulumi.aws.ssm.outputs.GetParameterResult;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Wires the components and exports what an operator looks for after {@code pulumi up}. */
public final class AnbStack {

    /** Canonical's name for the current image; an account can read it without a permission of its own. */
    private static final String UBUNTU_22_04 =
            "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id";

    private final Settings settings;
    private final Provider provider;
    private final ComponentResourceOptions options;

    private AnbStack(Settings settings) {
        this.settings = settings;
        provider = new Provider(
                "anb",
                ProviderArgs.builder()
                        .region(settings.region())
                        .defaultTags(ProviderDefaultTagsArgs.builder()
                                .tags(Tags.defaults(settings))
                                .build())
                        .build());
        options = ComponentResourceOptions.builder().providers(provider).build();
    }

    /**
     * The whole program.
     *
     * @throws com.pulumi.exceptions.RunException when the configuration can't be used, before anything is declared
     */
    public static void declare(Context context) {
        new AnbStack(Settings.from(context)).declareAll(context);
    }

    private void declareAll(Context context) {
        Network network = new Network("network", settings, options);
        Security security = new Security("security", settings, network.vpcId(), options);
        Channels channels = new Channels("channels", settings, options);
        Storage storage = new Storage("storage", settings, options);
        Databases databases = new Databases("databases", settings, network, security, options);
        LoadBalancing balancing = new LoadBalancing("balancing", settings, network, security, options);
        AuthBalancer authBalancer = new AuthBalancer("auth-balancer", network, security, options);
        storage.acceptUploadsFrom(balancing.publicUrl());

        Foundation foundation = new Foundation(
                settings,
                image(),
                network,
                security,
                new Identity("identity", settings, storage, channels.alarmTopic(), options),
                storage,
                new HostSecrets("secrets", settings, options),
                balancing.publicUrl());
        Broker broker = new Broker("broker", foundation, balancing, options);
        AuthService auth = new AuthService("auth", foundation, databases, balancing, authBalancer, options);
        CoreApi core = new CoreApi("core", foundation, databases, balancing, options);
        Worker worker = new Worker("worker", foundation, databases, options);
        Observability observability =
                new Observability("observability", foundation, balancing, channels.alarmTopic(), options);

        Watched watched = new Watched(
                balancing.metricName(),
                targetGroups(balancing),
                inOrder(Map.of("core", core.groupName(), "auth", auth.groupName())),
                inOrder(databases.identifiers()),
                inOrder(Map.of(
                        "broker", broker.instanceId(),
                        "worker", worker.instanceId(),
                        "observability", observability.instanceId())));
        Monitoring monitoring = new Monitoring("monitoring", settings, watched, channels.alarmTopic(), options);
        export(context, balancing.publicUrl());
        context.export("albDnsName", balancing.dnsName());
        context.export("coreDbEndpoint", databases.coreEndpoint());
        context.export("authDbEndpoint", databases.authEndpoint());
        context.export("mediaBucket", storage.mediaBucket());
        context.export("releaseBucket", storage.releaseBucket());
        context.export("coreAsgName", core.groupName());
        context.export("authAsgName", auth.groupName());
        context.export("vpcId", network.vpcId());
        context.export("dashboardUrl", monitoring.dashboardUrl());
    }

    private static void export(Context context, Output<String> url) {
        context.export("url", url);
        for (Target console : new Target[] {Target.GRAFANA, Target.RABBITMQ, Target.PROMETHEUS}) {
            context.export(console.label() + "Url", url.applyValue(origin -> origin + "/" + console.label() + "/"));
        }
    }

    private Output<String> image() {
        return settings.ubuntuAmi()
                .map(Output::of)
                .orElseGet(() -> SsmFunctions.getParameter(
                                GetParameterArgs.builder().name(UBUNTU_22_04).build(),
                                InvokeOptions.builder().provider(provider).build())
                        .applyValue(GetParameterResult::insecureValue));
    }

    private static Map<String, Output<String>> targetGroups(LoadBalancing balancing) {
        return Arrays.stream(Target.values())
                .collect(Collectors.toMap(Target::label, balancing::metricName, (a, b) -> a, TreeMap::new));
    }

    private static Map<String, Output<String>> inOrder(Map<String, Output<String>> names) {
        return new TreeMap<>(names);
    }
}
