package io.millrace.app.hub;

import io.millrace.app.site.Site;
import java.util.Set;

/** Which roles can live in one process with a given site file. */
final class Roles {

    private Roles() {}

    /** @throws HubException when a role lacks what it works with */
    static void check(Site site, Set<Role> roles) {
        boolean embeddedLog = site.part().log().bootstrap() == null;
        if (embeddedLog && !roles.contains(Role.BROKER)) {
            throw new HubException("The embedded log runs in the process with the role 'broker', which is not among the"
                    + " roles. Add it, or name an external Kafka with log.bootstrap.");
        }
        boolean embeddedHistorian = site.part().historian().jdbc() == null;
        if (embeddedHistorian && roles.contains(Role.CONSOLE) && !roles.contains(Role.HISTORIAN)) {
            throw new HubException(
                    "The role 'console' needs history, and the embedded historian runs in the process with"
                            + " the role 'historian'. Add it, or name an external PostgreSQL with historian.jdbc.");
        }
    }
}
