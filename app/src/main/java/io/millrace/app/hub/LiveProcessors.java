package io.millrace.app.hub;

import io.millrace.console.ProcessorInfo;
import io.millrace.console.ProcessorInfo.Counts;
import io.millrace.console.ProcessorInfo.Read;
import io.millrace.console.ProcessorState;
import io.millrace.process.Definition;
import io.millrace.streams.EngineStatus;
import io.millrace.streams.ProcessorStatus;
import io.millrace.streams.Streams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processors as the console sees them: as the site file has them, with what they do here. Pure. */
final class LiveProcessors {

    private static final String ELSEWHERE =
            "No processor runs in this process: it begins or ends just now, or its roles" + " leave them to another.";
    private static final String NOTHING_CAME = "Nothing has come since the start on what it reads.";
    private static final String NOT_HERE = "Nothing has come so far on what it reads, or another process has it.";

    private LiveProcessors() {}

    static List<ProcessorInfo> of(List<Definition> definitions, Optional<Streams> streams) {
        return streams.map(running -> of(definitions, running.processors(), running.engine()))
                .orElseGet(() -> of(definitions, List.of(), null));
    }

    /** @param engine null where none runs */
    static List<ProcessorInfo> of(
            List<Definition> definitions, List<ProcessorStatus> statuses, @Nullable EngineStatus engine) {
        Map<String, ProcessorStatus> byName = new HashMap<>();
        statuses.forEach(status -> byName.put(status.name(), status));
        return definitions.stream()
                .map(definition -> of(definition, byName.get(definition.name()), engine))
                .toList();
    }

    private static ProcessorInfo of(
            Definition definition, @Nullable ProcessorStatus status, @Nullable EngineStatus engine) {
        return new ProcessorInfo(
                definition.name(),
                definition.kind(),
                definition.revision(),
                definition.setting().at(),
                definition.plan().sources().stream()
                        .map(source -> new Read(source.role(), source.filter()))
                        .toList(),
                definition.plan().writes(),
                definition.lateness(),
                definition.patience(),
                state(status, engine),
                status == null ? 0 : status.instances(),
                status == null ? Counts.NONE : counts(status),
                status == null ? null : status.problem(),
                status == null ? null : status.problemAt());
    }

    private static Counts counts(ProcessorStatus status) {
        return new Counts(
                status.inputs(),
                status.outputs(),
                status.corrections(),
                status.late(),
                status.tooLate(),
                status.duplicates(),
                status.refused());
    }

    private static ProcessorState state(@Nullable ProcessorStatus status, @Nullable EngineStatus engine) {
        if (status == null || engine == null) {
            return new ProcessorState.Stopped(ELSEWHERE);
        }
        return switch (engine.state()) {
            case STARTING -> new ProcessorState.Waiting(engine.sentence());
            case RESTORING -> new ProcessorState.Restoring(engine.restored(), engine.toRestore());
            case FAILED -> new ProcessorState.Failed(engine.sentence() + " It is tried again.");
            case STOPPED -> new ProcessorState.Stopped(engine.sentence());
            case RUNNING -> running(status);
        };
    }

    private static ProcessorState running(ProcessorStatus status) {
        if (status.degraded()) {
            String problem = status.problem();
            return new ProcessorState.Degraded(problem == null ? "It cannot use its inputs." : problem);
        }
        if (status.inputs() > 0) {
            return new ProcessorState.Running();
        }
        return new ProcessorState.Waiting(status.instances() > 0 ? NOTHING_CAME : NOT_HERE);
    }
}
