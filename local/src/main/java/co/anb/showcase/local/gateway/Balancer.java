package co.anb.showcase.local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Round robin over the nodes of a service. A node that is down is left out until it is up again; when all are, each is
 * tried all the same, since that may have changed a moment ago. Safe for all threads.
 */
final class Balancer {

    private final List<Upstream> nodes;
    private final Set<Upstream> down = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    /** @param nodes at least one */
    Balancer(List<Upstream> nodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a service without nodes");
        }
        this.nodes = List.copyOf(nodes);
    }

    List<Upstream> nodes() {
        return nodes;
    }

    /**
     * Where to send a request, and where to send it when no byte of it could be sent: the next two in turn, which are
     * the same when only one is up.
     */
    Choice next() {
        List<Upstream> candidates = new ArrayList<>(nodes);
        candidates.removeAll(down);
        List<Upstream> inTurn = candidates.isEmpty() ? nodes : candidates;
        int first = Math.floorMod(turn.getAndIncrement(), inTurn.size());
        return new Choice(inTurn.get(first), inTurn.get((first + 1) % inTurn.size()));
    }

    /** Tells what was found of a node. True when that is news. */
    boolean found(Upstream node, boolean up) {
        return up ? down.remove(node) : down.add(node);
    }

    /** A node, and the one to try after it. */
    record Choice(Upstream first, Upstream second) {}
}
