package co.anb.showcase.bench.part;

import co.anb.showcase.bench.BenchException;
import co.anb.showcase.bench.Rounds;
import co.anb.showcase.bench.estate.Cpu;
import co.anb.showcase.bench.load.Generator;
import co.anb.showcase.bench.load.Load;
import co.anb.showcase.bench.verdict.Series;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Votes beside ten thousand connections that say nothing, against the same votes alone. */
public final class IdlePart implements Part {

    private static final int CONNECTIONS = 10_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(Bench bench) {
        VoteLoad alone = new VoteLoad(
                "votes alone",
                bench.core(),
                bench.generator(),
                Generator.Pairs.FEW,
                bench.voters(),
                bench.estate().books(),
                bench.findings());
        BesideIdle beside = new BesideIdle(bench, alone);
        Map<String, Series> rates = new Rounds(bench.quick() ? 1 : 3).run(List.of(alone, beside));
        rates.forEach((name, series) -> bench.report().rate(name, "1/s", series));
        new Ratios(bench.report(), rates)
                .tell("votes beside 10,000 idle connections / alone", beside.name(), alone.name());
        bench.report().rate("memory of an idle connection", "kB", new Series(beside.kilobytes));
    }

    /** The same votes while the connections are open. */
    private static final class BesideIdle implements Load {

        private final Bench bench;
        private final Load votes;
        private final List<Double> kilobytes = new ArrayList<>();

        BesideIdle(Bench bench, Load votes) {
            this.bench = bench;
            this.votes = votes;
        }

        @Override
        public String name() {
            return "votes beside idle connections";
        }

        @Override
        public double perSecond() {
            List<SocketChannel> idle = new ArrayList<>();
            double before = Cpu.residentMegabytes(bench.core().handle());
            try {
                InetSocketAddress core = new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), bench.core().port());
                for (int i = 0; i < CONNECTIONS; i++) {
                    idle.add(SocketChannel.open(core));
                }
                double rate = votes.perSecond();
                kilobytes.add((Cpu.residentMegabytes(bench.core().handle()) - before) * 1024 / CONNECTIONS);
                long open = idle.stream().filter(IdlePart::isOpen).count();
                bench.findings().check(open == CONNECTIONS, "idle: %d of %d connections are left", open, CONNECTIONS);
                return rate;
            } catch (IOException e) {
                throw new BenchException("only %d connections could be opened".formatted(idle.size()), e);
            } finally {
                idle.forEach(IdlePart::close);
            }
        }
    }

    /** Whether the other side has not closed it. */
    private static boolean isOpen(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BenchException("a connection can't be closed", e);
        }
    }
}
