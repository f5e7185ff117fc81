package io.millrace.process.trial;

import io.millrace.model.Problem;
import io.millrace.process.Addresses.Address;
import io.millrace.process.Chains;
import io.millrace.process.Definition;
import io.millrace.process.Keying;
import io.millrace.process.core.Input;

/**
 * A part of the plant. Pure; thread-safe.
 *
 * @param location a location path without the root, with everything below it; empty for the whole plant
 */
public record Area(String location) {

    public static final Area EVERYWHERE = new Area("");

    /**
     * The part of a processor's plant that a person names.
     *
     * @param named relative to the site, or complete; empty for all of it
     * @param site the location path of the site
     * @throws io.millrace.model.ProblemException when the processor has no instance there
     */
    public static Area of(Definition definition, String named, String site) {
        if (named.isEmpty()) {
            return EVERYWHERE;
        }
        boolean complete = named.equals(site) || named.startsWith(site + "/");
        Area area = new Area(complete ? named : site + "/" + named);
        String at = definition.setting().at();
        // an instance below the area, or an area below an instance that is not a place
        boolean there = definition.plan().keying() instanceof Keying.ByPlace
                ? Chains.overlap(at, area.location) || Chains.overlap(at, area.location + "/#")
                : Chains.overlap(at + "/#", area.location + "/#");
        if (!there) {
            throw Problem.of(
                            "location-elsewhere",
                            "The processor '" + definition.name() + "' works at " + at + ", and '" + area.location
                                    + "' is not there.",
                            "Name a location of its own, relative to the site.")
                    .asException();
        }
        return area;
    }

    /** Whether a location path is in it. */
    public boolean holds(String place) {
        return location.isEmpty() || place.equals(location) || place.startsWith(location + "/");
    }

    /** Whether an instance with an input is in it. */
    public boolean holds(Definition definition, Address address, Input input) {
        return location.isEmpty()
                || holds(
                        definition.plan().keying() instanceof Keying.ByPlace
                                ? address.place().location()
                                : input.topic().location());
    }
}
