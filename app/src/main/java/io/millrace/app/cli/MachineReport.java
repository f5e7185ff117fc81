package io.millrace.app.cli;

import io.millrace.app.hub.HubException;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.template.AppliedMachines;
import io.millrace.app.template.AppliedMachines.Difference;
import io.millrace.app.template.MachineChange;
import io.millrace.app.template.PublishedTemplates;
import io.millrace.app.yaml.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a site file changes of the machines that a hub was last started with. */
final class MachineReport {

    private static final int MOST_ROWS = 200;

    private MachineReport() {}

    /**
     * Refuses templates that changed since a hub on this folder was started with them.
     *
     * @throws SiteException with every difference
     */
    static void refuseChangedTemplates(Site site, Path dataFolder) throws SiteException {
        List<Finding> differences = new PublishedTemplates(dataFolder)
                .differences(site.machines().templates().values());
        if (!differences.isEmpty()) {
            throw new SiteException(differences);
        }
    }

    /** @param all whether to print every row however many there are */
    static void print(PrintWriter out, Site site, Path dataFolder, boolean all) {
        Difference difference;
        try {
            difference =
                    new AppliedMachines(dataFolder).compare(site.machines()).orElse(null);
        } catch (IOException unreadable) {
            throw new HubException(
                    "The note of the machines in " + dataFolder + " cannot be read (" + unreadable.getMessage()
                            + "). Remove machines.json there: the hub writes it anew when it is started.",
                    unreadable);
        }
        if (difference == null) {
            return;
        }
        List<MachineChange> changes = difference.changes();
        String then = "what the hub on " + dataFolder + " was started with, "
                + difference.since().toString().substring(0, 10);
        if (changes.isEmpty()) {
            out.println("Its machines are " + then + ".");
            return;
        }
        long machines = changes.stream().map(MachineChange::machine).distinct().count();
        out.println();
        out.println((machines == 1 ? "1 machine differs" : machines + " machines differ") + " from " + then + ":");
        out.println();
        TextTable table = new TextTable(List.of("machine", "", "what", "was", "is"));
        int rows = all ? changes.size() : Math.min(MOST_ROWS, changes.size());
        changes.subList(0, rows)
                .forEach(change -> table.row(List.of(
                        change.machine(),
                        change.kind().name().toLowerCase(Locale.ROOT),
                        change.what(),
                        change.was(),
                        change.is())));
        out.print(table);
        if (rows < changes.size()) {
            out.println("... and " + (changes.size() - rows) + " more; --all-changes shows them.");
        }
    }
}
