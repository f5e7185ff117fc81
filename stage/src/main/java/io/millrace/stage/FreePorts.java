package io.millrace.stage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Picks ports for listeners that must have the same one again after each restart. They are taken from below the range
 * from which systems give ports to outgoing connections: one of those would take the place of a hub that was killed.
 * Not thread-safe.
 */
public final class FreePorts {

    private static final int FROM = 20_000;
    private static final int TO = 32_000;
    private static final int ATTEMPTS = 1_000;

    private final SplittableRandom random = new SplittableRandom();
    private final Set<Integer> given = new HashSet<>();

    /** One that was not given before and is free now on the loopback address. */
    public int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(FROM, TO);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new StageException("No free port was found between " + FROM + " and " + TO + ".", null);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
