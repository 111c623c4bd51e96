package co.anb.showcase.pulumi.worker;

import co.anb.showcase.pulumi.Ports;
import co.anb.showcase.pulumi.boot.Component;
import co.anb.showcase.pulumi.boot.UserData;
import co.anb.showcase.pulumi.boot.WorkerBoot;
import co.anb.showcase.pulumi.broker.Broker;
import co.anb.showcase.pulumi.databases.Databases;
import co.anb.showcase.pulumi.hosts.Foundation;
import co.anb.showcase.pulumi.hosts.SingleHost;
import co.anb.showcase.pulumi.security.Party;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;

/** The video worker. A new jar replaces its host: the new one starts first, and jobs of the old one are taken over. */
public final class Worker extends ComponentResource {

    /** Host name inside the VPC. */
    public static final String HOST = SingleHost.nameOf("worker");

    private final SingleHost host;

    public Worker(String name, Foundation foundation, Databases databases, ComponentResourceOptions options) {
        super("anb:worker:Worker", name, options);
        Output<WorkerBoot> boot = Output.tuple(
                        foundation.service(Ports.WORKER, foundation.storage().workerJar(), databases.coreEndpoint()),
                        foundation.storage().mediaBucket())
                .applyValue(known -> new WorkerBoot(known.t1, Broker.HOST + ":" + Ports.AMQP, known.t2));
        host = new SingleHost(
                "worker",
                foundation,
                new SingleHost.Spec(
                        Component.WORKER,
                        "worker",
                        foundation.settings().sizes().workerInstanceType(),
                        foundation.userData(boot, UserData::worker, UserData::worker),
                        foundation.security().groupIds(Party.WORKER, Party.CLUSTER),
                        50,
                        SingleHost.Disk.GOES_WITH_THE_HOST),
                ComponentResourceOptions.builder().parent(this).build());
        registerOutputs(Map.of());
    }

    public Output<String> instanceId() {
        return host.instanceId();
    }
}
