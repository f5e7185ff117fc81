package io.millrace.bench.scenario;

import io.millrace.bench.stream.Job;
import java.util.List;

/** What was found with one kind of processor, run by run. */
record ProcessingResult(
        Job job, List<ProcessingCatchUp> catchUps, List<ProcessingKill> kills, List<ProcessingPace> paces) {

    ProcessingResult {
        catchUps = List.copyOf(catchUps);
        kills = List.copyOf(kills);
        paces = List.copyOf(paces);
    }
}
