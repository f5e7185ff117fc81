package io.millrace.connector.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes as few requests of many spans as the limits and gaps allow. Pure.
 *
 * <p>Taking the spans by their first address and stretching each request as far as it goes is the best there is: a
 * request that begins later never reaches less far.
 */
final class ReadPlan {

    private static final Comparator<Span> ORDER =
            Comparator.comparing(Span::table).thenComparing(Span::first).thenComparing(Span::end);

    private ReadPlan() {}

    /** What a request must not read over. */
    interface Obstacles {

        Obstacles NONE = (table, from, to) -> true;

        /**
         * Whether one request may have something that ends at {@code from} and something that begins at {@code to}.
         *
         * @param to not before {@code from}
         */
        boolean mayCross(ModbusTable table, int from, int to);
    }

    /** Requests that serve every span, each span by one request. The spans belong to one unit. */
    static List<ReadRequest> plan(List<Span> spans, ModbusSettings limits, Obstacles obstacles) {
        List<Span> ordered = spans.stream().sorted(ORDER).toList();
        List<ReadRequest> requests = new ArrayList<>();
        Draft draft = null;
        for (Span span : ordered) {
            if (draft == null || !draft.take(span, limits, obstacles)) {
                if (draft != null) {
                    requests.add(draft.request());
                }
                draft = new Draft(span);
            }
        }
        if (draft != null) {
            requests.add(draft.request());
        }
        return requests;
    }

    /** The spans of a request in runs without a gap. */
    static List<List<Span>> runs(ReadRequest request) {
        List<List<Span>> runs = new ArrayList<>();
        List<Span> run = new ArrayList<>();
        int end = request.first();
        for (Span span : request.spans()) {
            if (span.first() > end) {
                runs.add(run);
                run = new ArrayList<>();
            }
            run.add(span);
            end = Math.max(end, span.end());
        }
        runs.add(run);
        return runs;
    }

    /** A request in the making. */
    private static final class Draft {

        private final List<Span> spans = new ArrayList<>();
        private final Span start;
        private int end;

        Draft(Span start) {
            this.start = start;
            this.end = start.end();
            spans.add(start);
        }

        boolean take(Span span, ModbusSettings limits, Obstacles obstacles) {
            ModbusTable table = start.table();
            int newEnd = Math.max(end, span.end());
            boolean fits = span.table() == table
                    && span.first() - end <= limits.maxGap(table)
                    && newEnd - start.first() <= limits.maxCount(table)
                    && (span.first() < end || obstacles.mayCross(table, end, span.first()));
            if (fits) {
                spans.add(span);
                end = newEnd;
            }
            return fits;
        }

        ReadRequest request() {
            return new ReadRequest(start.table(), start.first(), end - start.first(), spans);
        }
    }
}
