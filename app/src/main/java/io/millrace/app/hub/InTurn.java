package io.millrace.app.hub;

import io.millrace.model.LogPartition;
import io.millrace.model.RecordHandler;
import io.millrace.model.StoredRecord;
import java.util.List;
import java.util.Map;

/**
 * Several who take the same records of one reading of the log: fetching and unpacking a record costs more than what most
 * do with it. They are where the slowest is; a batch one of them fails on comes to all of them again.
 */
record InTurn(List<RecordHandler> handlers) implements RecordHandler {

    InTurn {
        handlers = List.copyOf(handlers);
    }

    @Override
    public void goesOnAt(Map<LogPartition, Long> next) {
        handlers.forEach(handler -> handler.goesOnAt(next));
    }

    @Override
    public boolean isSettled() {
        return handlers.stream().allMatch(RecordHandler::isSettled);
    }

    @Override
    public void settle() throws Exception {
        for (RecordHandler handler : handlers) {
            handler.settle();
        }
    }

    @Override
    public void handle(List<StoredRecord> records) throws Exception {
        for (RecordHandler handler : handlers) {
            handler.handle(records);
        }
    }
}
