package io.millrace.bench.scenario;

import io.millrace.bench.stack.Part;
import io.millrace.bench.stack.Stack;
import io.millrace.stage.Scratch;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stack of others. */
final class SideBySideStack implements SideBySideContender {

    static final String DATABASE = "PostgreSQL";

    private final Stack stack;
    private final Path folder;

    /** @param folder is removed in the end */
    SideBySideStack(Stack stack, Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    @Override
    public int mqttPort() {
        return stack.mqttPort();
    }

    @Override
    public Connection database() {
        return stack.database().connection();
    }

    @Override
    public String table() {
        return "sample";
    }

    @Override
    public Map<String, Duration> processorTimes() {
        Map<String, Duration> times = new LinkedHashMap<>();
        for (Part part : stack.parts()) {
            times.put(part.name(), part.processorTime());
        }
        return times;
    }

    @Override
    public Map<String, Long> residentBytes() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (Part part : stack.parts()) {
            part.residentBytes().ifPresent(own -> bytes.put(part.name(), own));
        }
        return bytes;
    }

    @Override
    public void check() {
        stack.check();
    }

    @Override
    public void close() {
        stack.close();
        Scratch.remove(folder);
    }
}
