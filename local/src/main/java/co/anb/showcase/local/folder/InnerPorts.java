package co.anb.showcase.local.folder;

import co.anb.showcase.embedded.LoopbackPorts;
import java.util.HashMap;
import java.util.Map;

/**
 * The ports behind the gateway: chosen once for a folder and kept in it, so that addresses stay the same from run to
 * run. A port that another program has taken meanwhile is chosen anew. All lie below the range from which Linux takes
 * the ports of outgoing connections (32768), where a passing connection could hold one of them.
 */
public final class InnerPorts {

    /** Where Linux begins to take the ports of outgoing connections. */
    private static final int EPHEMERAL = 32_768;

    private static final int TRIES = 50;

    private final KeptProperties kept;
    private final Map<String, Integer> given = new HashMap<>();

    private InnerPorts(KeptProperties kept) {
        this.kept = kept;
    }

    /** The ports of a folder. */
    public static InnerPorts of(DataFolder folder) {
        return new InnerPorts(KeptProperties.of(folder.ports()));
    }

    /**
     * The port of a part on 127.0.0.1. It is free at this moment, unless this object was asked for it before.
     *
     * @param part a name that stays the same from run to run
     */
    public int port(String part) {
        return pair(part, 0);
    }

    /**
     * The same for a part that listens on a second port too, a fixed distance above: both are free.
     *
     * @return the first
     */
    public int pair(String part, int distance) {
        int port = given.computeIfAbsent(part, name -> freePort(name, distance));
        given.put(part + "+" + distance, port + distance);
        return port;
    }

    private int freePort(String part, int distance) {
        int port = number(kept.get(part));
        if (!isToBeHad(port, distance)) {
            port = choose(distance);
            kept.put(part, Integer.toString(port));
            kept.save();
        }
        return port;
    }

    private int choose(int distance) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = LoopbackPorts.free();
            if (isToBeHad(port, distance)) {
                return port;
            }
        }
        throw new LocalRunException("No free TCP port was found on 127.0.0.1.");
    }

    private boolean isToBeHad(int port, int distance) {
        return isFree(port)
                && isFree(port + distance)
                && !given.containsValue(port)
                && !given.containsValue(port + distance);
    }

    private static int number(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    private static boolean isFree(int port) {
        return port > 0 && port < EPHEMERAL && LoopbackPorts.isFree(port);
    }
}
