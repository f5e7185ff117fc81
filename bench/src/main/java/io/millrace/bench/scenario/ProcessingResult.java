package io.millrace.bench.scenario;

import io.millrace.bench.stream.CounterSettings;
import java.util.List;

/** What was found with one kind of store, run by run. */
record ProcessingResult(
        CounterSettings.Store store,
        List<ProcessingCatchUp> catchUps,
        List<ProcessingKill> kills,
        List<ProcessingPace> paces) {

    ProcessingResult {
        catchUps = List.copyOf(catchUps);
        kills = List.copyOf(kills);
        paces = List.copyOf(paces);
    }
}
