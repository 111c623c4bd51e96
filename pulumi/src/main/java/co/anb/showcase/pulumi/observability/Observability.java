package co.anb.showcase.pulumi.observability;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.balancing.AuthBalancer;
import co.anb.showcase.pulumi.balancing.LoadBalancing;
import co.anb.showcase.pulumi.balancing.Target;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.ObservabilityBoot;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.broker.Broker;
import co.anb.showcase.pulumi.hosts.Foundation;
import co.anb.showcase.pulumi.hosts.SingleHost;
import co.anb.showcase.pulumi.security.Party;
import co.anb.showcase.pulumi.worker.Worker;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;

/** Prometheus, Alertmanager, Loki and Grafana on one host, with what they keep on a volume that outlives it. */
public final class Observability extends ComponentResource {

    private final SingleHost host;

    public Observability(
            String name,
            Foundation foundation,
            LoadBalancing balancing,
            Output<String> alarmTopic,
            ComponentResourceOptions options) {
        super("anb:observability:Observability", name, options);
        Output<String> userData = Output.tuple(foundation.host(), alarmTopic)
                .applyValue(known -> UserData.observability(new ObservabilityBoot(
                        known.t1,
                        AuthBalancer.HOST + ":" + Ports.AUTH,
                        Worker.HOST + ":" + Ports.WORKER,
                        Broker.HOST + ":" + Ports.RABBITMQ_METRICS,
                        known.t2,
                        foundation.settings().scrapeCore())));
        host = new SingleHost(
                "observability",
                foundation,
                new SingleHost.Spec(
                        Component.OBSERVABILITY,
                        "obs",
                        foundation.settings().sizes().observabilityInstanceType(),
                        userData,
                        foundation.security().groupIds(Party.OBSERVABILITY),
                        50,
                        SingleHost.Disk.OUTLIVES_THE_HOST),
                ComponentResourceOptions.builder().parent(this).build());
        host.serve("grafana", balancing.targetGroupArn(Target.GRAFANA), Ports.GRAFANA);
        host.serve("prometheus", balancing.targetGroupArn(Target.PROMETHEUS), Ports.PROMETHEUS);
        registerOutputs(Map.of());
    }

    public Output<String> instanceId() {
        return host.instanceId();
    }
}
