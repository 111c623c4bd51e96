package co.anb.showcase.local.members;

import co.anb.showcase.shared.launcher.RunningService;
import co.anb.showcase.shared.launcher.ServiceMain;
import co.anb.showcase.shared.launcher.ServiceRuntime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A service as one or more processes that joined one cluster. To whoever starts it, it is a service like one in the
 * same process: it takes the service's variables, and stops when told.
 */
public final class MemberService implements ServiceMain {

    private static final int THREADS = 8;
    private static final Duration BLOCKING_LIMIT = Duration.ofMinutes(3);

    private final String name;
    private final Class<? extends ServiceMain> main;
    private final List<Map<String, String>> differences;
    private final Path logs;
    private final BiConsumer<String, String> console;

    /**
     * A service that does not run.
     *
     * @param name of the service; its members are {@code name-1} and so on
     * @param main its main class, which is on this process's class path
     * @param differences for each member the variables that only it has: {@code HTTP_PORT} at least
     * @param logs folder of the log files, {@code name-1.log} and so on
     * @param console gets a member's name and a line for the person at the terminal
     */
    public MemberService(
            String name,
            Class<? extends ServiceMain> main,
            List<Map<String, String>> differences,
            Path logs,
            BiConsumer<String, String> console) {
        this.name = name;
        this.main = main;
        this.differences = List.copyOf(differences);
        this.logs = logs;
        this.console = console;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<RunningService> start(ServiceRuntime runtime, Map<String, String> environment) {
        Vertx vertx = runtime.vertx();
        WorkerExecutor blocking =
                vertx.createSharedWorkerExecutor("members", THREADS, BLOCKING_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        List<Member> members = new ArrayList<>();
        for (int number = 1; number <= differences.size(); number++) {
            String member = name + "-" + number;
            MemberSpec spec = spec(member, environment, differences.get(number - 1));
            members.add(new Member(vertx, blocking, spec, line -> console.accept(member, line)));
        }
        RunningMembers running =
                new RunningMembers(Integer.parseInt(differences.get(0).get("HTTP_PORT")), members, blocking);
        return Future.join(members.stream().map(Member::start).toList())
                .<RunningService>map(running)
                .recover(failure -> running.stop().transform(stopped -> Future.failedFuture(failure)));
    }

    private MemberSpec spec(String member, Map<String, String> environment, Map<String, String> difference) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(difference);
        int port = Integer.parseInt(difference.get("HTTP_PORT"));
        return new MemberSpec(member, main.getName(), port, variables, logs.resolve(member + ".log"));
    }

    private record RunningMembers(int port, List<Member> members, WorkerExecutor blocking) implements RunningService {

        @Override
        public Future<Void> stop() {
            return Future.join(members.stream().map(Member::stop).toList())
                    .<Void>mapEmpty()
                    .eventually(blocking::close);
        }
    }
}
