package co.anb.showcase.local;

import co.anb.showcase.api.ApiMain;
import co.anb.showcase.auth.AuthMain;
import co.anb.showcase.local.folder.DataFolder;
import co.anb.showcase.local.folder.InnerPorts;
import co.anb.showcase.local.members.MemberService;
import co.anb.showcase.shared.cluster.ClusterConfig;
import co.anb.showcase.shared.launcher.ServiceMain;
import co.anb.showcase.worker.WorkerMain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The services of {@code --clustered}: each process gets its ports, and the addresses of all. */
final class ClusteredServices {

    /** Several of the gateway's looks at their health: a node that stops is out before it stops listening. */
    private static final String DRAIN_NOTICE = "3s";

    private final DataFolder folder;
    private final InnerPorts ports;
    private final String address;
    private final BiConsumer<String, String> console;
    private final List<Integer> auth;
    private final List<Integer> core;
    private final List<Integer> worker;

    private ClusteredServices(LocalSettings settings, InnerPorts ports, BiConsumer<String, String> console) {
        MemberCounts counts = settings.members();
        this.folder = settings.folder();
        this.ports = ports;
        this.address = settings.clusterAddress();
        this.console = console;
        this.auth = clusterPorts("auth", 1);
        this.core = clusterPorts("core", counts.api());
        this.worker = clusterPorts("worker", counts.workers());
    }

    /** @param console gets a member's name and a line of it */
    static LocalServices of(LocalSettings settings, InnerPorts ports, BiConsumer<String, String> console) {
        ClusteredServices all = new ClusteredServices(settings, ports, console);
        return new LocalServices(
                all.service("auth", AuthMain.class, all.auth),
                all.service("core", ApiMain.class, all.core),
                all.service("worker", WorkerMain.class, all.worker));
    }

    private List<Integer> clusterPorts(String name, int count) {
        return MemberCounts.ports("cluster-" + name, count, part -> ports.pair(part, ClusterConfig.DETECTION_OFFSET));
    }

    private ServiceMain service(String name, Class<? extends ServiceMain> main, List<Integer> clusterPorts) {
        List<Integer> httpPorts = MemberCounts.ports(name, clusterPorts.size(), ports::port);
        List<Map<String, String>> members = new ArrayList<>();
        for (int index = 0; index < clusterPorts.size(); index++) {
            members.add(member(name + "-" + (index + 1), httpPorts.get(index), clusterPorts.get(index)));
        }
        return new MemberService(name, main, members, folder.logs(), console);
    }

    private Map<String, String> member(String member, int httpPort, int clusterPort) {
        Map<String, String> variables = new HashMap<>();
        variables.put("HTTP_PORT", Integer.toString(httpPort));
        variables.put("HTTP_DRAIN_NOTICE", DRAIN_NOTICE);
        variables.put("WORKER_SCRATCH_DIR", folder.scratch().resolve(member).toString());
        variables.put("CLUSTER_ENABLED", "true");
        variables.put("CLUSTER_BIND_ADDRESS", address);
        variables.put("CLUSTER_PORT", Integer.toString(clusterPort));
        variables.put("CLUSTER_MEMBERS", addresses());
        return variables;
    }

    private String addresses() {
        List<Integer> all = new ArrayList<>(auth);
        all.addAll(core);
        all.addAll(worker);
        return all.stream().map(port -> address + ":" + port).collect(Collectors.joining(","));
    }
}
