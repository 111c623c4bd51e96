package co.anb.showcase.pulumi.broker;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.balancing.LoadBalancing;
import co.anb.showcase.pulumi.balancing.Target;
import co.anb.showcase.pulumi.boot.BrokerBoot;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.hosts.Foundation;
import co.anb.showcase.pulumi.hosts.SingleHost;
import co.anb.showcase.pulumi.security.Party;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;

/** RabbitMQ with its queues on a volume that outlives the host. No release and no rotation of keys replaces it. */
public final class Broker extends ComponentResource {

    /** Host name inside the VPC. */
    public static final String HOST = SingleHost.nameOf("broker");

    private final SingleHost host;

    public Broker(String name, Foundation foundation, LoadBalancing balancing, ComponentResourceOptions options) {
        super("anb:broker:Broker", name, options);
        Output<String> userData = foundation
                .host()
                .applyValue(boot -> UserData.broker(
                        new BrokerBoot(boot, Ports.AMQP, Ports.RABBITMQ_CONSOLE, Ports.RABBITMQ_METRICS)));
        host = new SingleHost(
                "broker",
                foundation,
                new SingleHost.Spec(
                        Component.BROKER,
                        "broker",
                        foundation.settings().sizes().brokerInstanceType(),
                        userData,
                        foundation.security().groupIds(Party.BROKER),
                        20,
                        SingleHost.Disk.OUTLIVES_THE_HOST),
                ComponentResourceOptions.builder().parent(this).build());
        host.serve("rabbitmq", balancing.targetGroupArn(Target.RABBITMQ), Ports.RABBITMQ_CONSOLE);
        registerOutputs(Map.of());
    }

    public Output<String> instanceId() {
        return host.instanceId();
    }
}
