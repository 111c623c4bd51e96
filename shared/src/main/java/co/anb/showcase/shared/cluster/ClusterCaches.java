package co.anb.showcase.shared.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.conflict.MergePolicy;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the members share by Infinispan: who listens on which address of the event bus, and where. Small, in memory, the
 * same on every member. Its methods block.
 */
final class ClusterCaches {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCaches.class);
    private static final String GROUP = "anb-showcase";
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final DefaultCacheManager manager;
    private final JChannel channel;
    private final Optional<Ec2Discovery> discovery;

    private ClusterCaches(DefaultCacheManager manager, JChannel channel, Optional<Ec2Discovery> discovery) {
        this.manager = manager;
        this.channel = channel;
        this.discovery = discovery;
    }

    /**
     * Finds the others and joins them, or is the first.
     *
     * @param service the first part of this member's name; members of one process need different ones
     */
    static ClusterCaches start(ClusterConfig config, String service) throws Exception {
        String name = service + "-" + ProcessHandle.current().pid() + "@" + config.bindAddress();
        JChannel channel = ClusterStack.channel(config).name(name);
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
        global.transport()
                .transport(new JGroupsTransport(channel))
                .clusterName(GROUP)
                .nodeName(name)
                .distributedSyncTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        global.cacheManagerName(GROUP);
        global.jmx().disable();
        global.metrics().gauges(false).histograms(false);
        // The launcher says when.
        global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        DefaultCacheManager manager = new DefaultCacheManager(global.build(), false);
        // The names are those that Vert.x looks for.
        manager.defineConfiguration("__vertx.subs", onEveryMember());
        manager.defineConfiguration("__vertx.nodeInfo", onEveryMember());
        manager.defineConfiguration("__vertx.distributed.cache.configuration", onEveryMember());
        Optional<Ec2Discovery> discovery = config.ec2().map(ec2 -> Ec2Discovery.start(config, ec2, channel));
        try {
            manager.start();
            return new ClusterCaches(manager, channel, discovery);
        } catch (RuntimeException e) {
            discovery.ifPresent(Ec2Discovery::stop);
            channel.close();
            throw e;
        }
    }

    /** For the one Vert.x that uses them. */
    ClusterManager clusterManager() {
        return new LastingRegistrations(manager);
    }

    JChannel channel() {
        return channel;
    }

    /** The names of the members as JGroups knows them. */
    List<String> members() {
        List<org.infinispan.remoting.transport.Address> present = manager.getMembers();
        return present == null
                ? List.of()
                : present.stream().map(Object::toString).toList();
    }

    /** Why others can't be looked for at the moment; empty when they can. */
    String trouble() {
        return discovery.map(Ec2Discovery::trouble).orElse("");
    }

    /** Says goodbye to the others. */
    void stop() {
        discovery.ifPresent(Ec2Discovery::stop);
        manager.stop();
        LOG.info("left the cluster");
    }

    /** Halves of a split go on by themselves; what they disagree on afterwards, each member puts right. */
    private static Configuration onEveryMember() {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.clustering().cacheMode(CacheMode.REPL_SYNC).remoteTimeout(ANSWER_LIMIT.toMillis());
        cache.clustering()
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(MergePolicy.PREFERRED_NON_NULL);
        cache.clustering().stateTransfer().awaitInitialTransfer(false).timeout(ANSWER_LIMIT.toMillis());
        return cache.build();
    }
}
