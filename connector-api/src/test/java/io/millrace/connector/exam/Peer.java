package io.millrace.connector.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running foreign program that plays a device. It may be killed, frozen and restarted on the same port, and has
 * certainly ended when {@link #close} returns. Used by one thread.
 *
 * <p>A program may take commands, one a line on its standard input, and answer each with one line: {@link #ask}. It
 * should end when its standard input does, so that it never outlives the tests.
 */
public final class Peer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int KEPT_LINES = 200;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "peer-undertaker"));
    }

    private final PeerProgram program;
    private final Deque<String> said = new ArrayDeque<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
    private int port;
    private Process process;
    private boolean harmed;

    Peer(PeerProgram program, int port) {
        this.program = program;
        this.port = port;
        this.process = launch();
    }

    /** Where it listens, on 127.0.0.1; the same after a restart. */
    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it runs and has been neither killed nor frozen since it was started. */
    public boolean isUnharmed() {
        return !harmed && process.isAlive();
    }

    /** Sends a command and returns the line that answers it. */
    public String ask(String command) {
        lines.clear();
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException gone) {
            throw new AssertionError("the peer takes no commands any more" + report(), gone);
        }
        String answer = nextLine(ANSWER);
        if (answer == null) {
            throw new AssertionError("no answer to '" + command + "' within " + ANSWER + report());
        }
        return answer;
    }

    /** Kill -9, and waits for the end. */
    public void kill() {
        harmed = true;
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS))
                    .as("the peer ends when killed")
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a peer ends", interrupted);
        }
        RUNNING.remove(process);
    }

    /** SIGSTOP: connections stay open and nothing answers any more. */
    public void freeze() {
        harmed = true;
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    /** Starts the program again on the same port, killing it before if it still runs. */
    public void restart() {
        kill();
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }

    /** The latest lines it printed, for the messages of failed tests. */
    public String report() {
        synchronized (said) {
            return "\n  " + String.join(" ", program.commandFor(port)) + " said:\n    " + String.join("\n    ", said);
        }
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(program.commandFor(port));
        builder.environment().putAll(program.environment());
        lines.clear();
        try {
            Process started = builder.start();
            RUNNING.add(started);
            process = started;
            follow(started.getInputStream(), true);
            follow(started.getErrorStream(), false);
            awaitReady(started);
            harmed = false;
            return started;
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot start " + program.command(), refused);
        } catch (RuntimeException | Error failed) {
            kill();
            throw failed;
        }
    }

    private void awaitReady(Process started) {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            String line = nextLine(Duration.ofMillis(50));
            if (program.readiness() == PeerProgram.Readiness.LISTENING) {
                if (started.isAlive() && accepts(port)) {
                    return;
                }
            } else if (line != null && line.startsWith("READY ")) {
                port = Integer.parseInt(line.substring("READY ".length()).trim());
                return;
            }
            if (line == null && !started.isAlive()) {
                throw new AssertionError("the peer ended with code " + started.exitValue() + report());
            }
        }
        throw new AssertionError("the peer is not ready after " + START + report());
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String nextLine(Duration patience) {
        try {
            return lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a peer speaks", interrupted);
        }
    }

    private void follow(InputStream stream, boolean answers) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader in =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = in.readLine(); line != null; line = in.readLine()) {
                            remember(line);
                            if (answers) {
                                lines.offer(line);
                            }
                        }
                    } catch (IOException ended) {
                        remember("(" + ended.getMessage() + ")");
                    }
                },
                "peer-" + program.command().get(0));
        reader.setDaemon(true);
        reader.start();
    }

    private void remember(String line) {
        synchronized (said) {
            said.addLast(line);
            if (said.size() > KEPT_LINES) {
                said.removeFirst();
            }
        }
    }

    // The shell's own kill, since a small system may have no /bin/kill.
    private void signal(String name) {
        try {
            Process sent = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            assertThat(sent.waitFor()).as("kill -" + name).isZero();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
