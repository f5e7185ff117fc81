package io.millrace.bench.device;

import io.millrace.stage.FreePorts;
import io.millrace.stage.JavaProcess;
import io.millrace.stage.StageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A device that serves; to begin with it is paused. Used by one thread. */
public final class DeviceProcess implements AutoCloseable {

    private static final List<String> OPTIONS = List.of(
            "-Xmx512m",
            "-Xmn192m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.tryReflectionSetAccessible=false",
            "-Dlogback.configurationFile=io/millrace/bench/device/logback.xml");
    private static final long ANSWER_SECONDS = 60;

    private final String name;
    private final Path errors;
    private final int port;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final JavaProcess process;

    private DeviceProcess(String name, Class<?> main, int port, List<String> arguments, Path folder) {
        this.name = name;
        this.port = port;
        this.errors = folder.resolve("device.err");
        List<String> all = new ArrayList<>(List.of(Integer.toString(port)));
        all.addAll(arguments);
        this.process = JavaProcess.start(name, main, OPTIONS, all, errors, this::hear);
    }

    /**
     * An OPC UA server.
     *
     * @param tags how many it has
     * @param changing how many of them change
     * @param interval from one change to the next
     * @param folder for what it complains of
     * @throws StageException when it does not come up
     */
    public static DeviceProcess opcUa(FreePorts ports, int tags, int changing, Duration interval, Path folder) {
        return ready(new DeviceProcess(
                "OPC UA server",
                OpcUaDevice.class,
                ports.next(),
                List.of(Integer.toString(tags), Integer.toString(changing), Long.toString(interval.toMillis())),
                folder));
    }

    /** A Modbus TCP server; the same. */
    public static DeviceProcess modbus(FreePorts ports, int registers, Path folder) {
        return ready(new DeviceProcess(
                "Modbus server", ModbusDevice.class, ports.next(), List.of(Integer.toString(registers)), folder));
    }

    private static DeviceProcess ready(DeviceProcess device) {
        try {
            device.answer();
            return device;
        } catch (StageException failed) {
            device.close();
            throw failed;
        }
    }

    /** Other lines are what libraries have to say. */
    private void hear(String line) {
        if (line.startsWith(Orders.READY) || line.startsWith(Orders.DONE)) {
            heard.add(line);
        }
    }

    private String answer() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        try {
            while (System.nanoTime() - deadline < 0) {
                String line = heard.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    return line;
                }
                if (!process.isRunning()) {
                    break;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while the " + name + " was asked.", interrupted);
        }
        throw new StageException("The " + name + " does not answer; see " + errors + ".", null);
    }

    private Ticks ask(String order) {
        process.order(order);
        return Ticks.parse(answer().substring(Orders.DONE.length()));
    }

    public int port() {
        return port;
    }

    /** @return what was new when it stopped */
    public Ticks pause() {
        return ask("pause");
    }

    public Ticks resume() {
        return ask("resume");
    }

    public Ticks ticks() {
        return ask("ticks");
    }

    /** @throws StageException when it has ended, or the system does not tell */
    public Duration processorTime() {
        return process.processorTime();
    }

    @Override
    public void close() {
        process.close();
    }
}
