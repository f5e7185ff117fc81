package io.millrace.connector.modbus;

import java.util.List;

/**
 * One request: consecutive registers or coils of one table, and the items they serve.
 *
 * @param spans ordered by their first address
 */
record ReadRequest(ModbusTable table, int first, int count, List<Span> spans) {

    ReadRequest {
        spans = List.copyOf(spans);
    }

    int end() {
        return first + count;
    }

    /** Whether all its items ask for the same. */
    boolean isOfOnePlace() {
        return spans.stream().allMatch(span -> span.isSameAs(spans.get(0)));
    }
}
