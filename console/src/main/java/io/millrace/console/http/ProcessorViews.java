package io.millrace.console.http;

import io.millrace.console.ProcessorInfo;
import io.millrace.console.ProcessorState;
import io.millrace.console.processors.Lineage;
import io.millrace.console.processors.ProcessorWatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of the answers about processors, as {@code openapi.json} describes them. */
final class ProcessorViews {

    private ProcessorViews() {}

    record ProcessorView(
            String name,
            String kind,
            String revision,
            String location,
            List<ReadView> reads,
            List<String> writes,
            long latenessMillis,
            long patienceMillis,
            String state,
            @Nullable String reason,
            @Nullable Long restored,
            @Nullable Long toRestore,
            String since,
            long instances,
            long inputs,
            long outputs,
            long corrections,
            long late,
            long tooLate,
            long duplicates,
            long refused,
            @Nullable Double inputsPerSecond,
            @Nullable Double outputsPerSecond,
            @Nullable String lastProblem,
            @Nullable String lastProblemAt) {}

    record ReadView(String role, String filter) {}

    record ProcessorsView(List<ProcessorView> processors) {}

    /** Topics that are there now, of all that a filter may stand for. */
    record FilterView(@Nullable String role, String filter, List<Views.ValueView> topics, boolean more) {}

    record ProcessorDetailView(ProcessorView processor, List<FilterView> reads, List<FilterView> writes) {}

    /** Who made a value of what. */
    record MadeView(
            String processor,
            @Nullable String kind,
            @Nullable String revision,
            @Nullable Boolean outdated,
            List<InputView> inputs,
            long more,
            @Nullable Long correction,
            @Nullable Boolean retracted) {}

    record InputView(String topic, String time) {}

    static ProcessorView processor(ProcessorWatch.Seen seen) {
        ProcessorInfo info = seen.info();
        ProcessorInfo.Counts counts = info.counts();
        ProcessorState.Restoring restoring = info.state() instanceof ProcessorState.Restoring now ? now : null;
        ProcessorWatch.Rates rates = seen.perSecond();
        return new ProcessorView(
                info.name(),
                info.kind(),
                info.revision(),
                info.location(),
                info.reads().stream()
                        .map(read -> new ReadView(read.role(), read.filter()))
                        .toList(),
                info.writes(),
                info.lateness().toMillis(),
                info.patience().toMillis(),
                info.state().word(),
                reason(info.state()),
                restoring == null ? null : (Long) restoring.restored(),
                restoring == null ? null : (Long) restoring.toRestore(),
                seen.since().toString(),
                info.instances(),
                counts.inputs(),
                counts.outputs(),
                counts.corrections(),
                counts.late(),
                counts.tooLate(),
                counts.duplicates(),
                counts.refused(),
                rates == null ? null : (Double) rounded(rates.inputs()),
                rates == null ? null : (Double) rounded(rates.outputs()),
                info.problem(),
                Json.time(info.problemAt()));
    }

    private static @Nullable String reason(ProcessorState state) {
        if (state instanceof ProcessorState.Waiting waiting) {
            return waiting.reason();
        } else if (state instanceof ProcessorState.Degraded degraded) {
            return degraded.reason();
        } else if (state instanceof ProcessorState.Failed failed) {
            return failed.reason();
        }
        return state instanceof ProcessorState.Stopped stopped ? stopped.reason() : null;
    }

    private static double rounded(double rate) {
        return Math.round(rate * 100) / 100.0;
    }

    /** @param info the processor of that name, where the site has one */
    static MadeView made(Lineage lineage, @Nullable ProcessorInfo info) {
        boolean outdated =
                info != null && lineage.revision() != null && !info.revision().equals(lineage.revision());
        return new MadeView(
                lineage.processor(),
                info == null ? null : info.kind(),
                lineage.revision(),
                outdated ? true : null,
                lineage.inputs().stream()
                        .map(input -> new InputView(input.topic(), Json.time(input.timestampMicros())))
                        .toList(),
                lineage.more(),
                lineage.correction(),
                lineage.retracted() ? true : null);
    }
}
