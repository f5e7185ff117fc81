package io.millrace.bench.scenario;

import java.util.Locale;

/**
 * How large a plant is.
 *
 * @param tags of all sites together
 * @param sites locations over which they are spread
 */
record GrowthStep(int tags, int sites) {

    /** Publishers of all sites together: the same at every step, so that only what is named differs. */
    static final int CONNECTIONS = 100;

    GrowthStep {
        if (tags < CONNECTIONS || tags % CONNECTIONS != 0) {
            throw new IllegalArgumentException("each of " + CONNECTIONS + " publishers has as many tags, not " + tags);
        }
        if (sites < 1 || sites > CONNECTIONS) {
            throw new IllegalArgumentException("between 1 and " + CONNECTIONS + " sites, not " + sites);
        }
    }

    String words() {
        return count(tags) + " tags, " + (sites == 1 ? "1 site" : count(sites) + " sites");
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
