package io.millrace.prove.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is set up.
 *
 * @param folder scratch folder; whatever is in it belongs to this run
 * @param hubCommand the beginning of the command that starts a hub; site file and data folder are appended
 * @param hubEnvironment variables for it
 * @param diskBytes size of the small disk for the hub's data; 0 for none
 */
public record StageSettings(
        Path folder,
        List<String> hubCommand,
        Map<String, String> hubEnvironment,
        long diskBytes,
        int lines,
        int registers,
        int countsPerSecond,
        int valuesPerSecond,
        int duplicatePercent,
        int window,
        long seed) {

    public StageSettings {
        hubCommand = List.copyOf(hubCommand);
        hubEnvironment = Map.copyOf(hubEnvironment);
    }
}
