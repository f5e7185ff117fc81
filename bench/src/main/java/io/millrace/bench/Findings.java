package io.millrace.bench;

import java.util.List;
import java.util.Map;

/**
 * What a scenario found.
 *
 * @param versions of the programs that took part beside the hub
 * @param settings what the figures depend on
 * @param notes what a reader has to know to read the tables rightly; sentences
 */
public record Findings(
        Map<String, String> versions, Map<String, String> settings, List<String> notes, List<Table> tables) {}
