package io.millrace.prove.plant;

/** The kinds of messages of a line. */
public enum Flow {
    /** One message for each piece; pieces may share a time and then differ by their id. The high-integrity route. */
    COUNT("_historian/light-barrier", Route.NAMED),
    /** Temperatures, known by their time alone. The high-throughput route. */
    VALUE("_historian/temperature", Route.USUAL),
    /** Pieces that were sorted out behind the light barrier. The high-integrity route. */
    SCRAP("_historian/rejects", Route.NAMED),
    /** An order is begun, and with it the one before is done. An event. */
    ORDER("_analytics/work-order/start", Route.USUAL),
    /** Pieces of some time ago are found to be bad. An event. */
    BOOKING("_analytics/product/setBadQuantity", Route.USUAL);

    private enum Route {
        /** The site file names it. */
        NAMED,
        USUAL
    }

    private final String below;
    private final Route route;

    Flow(String below, Route route) {
        this.below = below;
        this.route = route;
    }

    /** The topic below the line: contract and name. */
    public String below() {
        return below;
    }

    /** Whether the historian keeps it as an event; otherwise as samples of a tag. */
    public boolean isEvent() {
        return below.startsWith("_analytics/");
    }

    /** Whether the site file has to say that it takes the high-integrity route. */
    public boolean hasOwnRoute() {
        return route == Route.NAMED;
    }
}
