package io.millrace.process.state;

import java.time.Duration;
import java.util.List;

/** A rule whose timeline people may correct. */
public interface Correctable {

    /** The topic below its location, or from the root on with a slash in front, that overwrites are read from. */
    String overwrite();

    /** How far back overwrites reach. */
    Duration remembered();

    /** The reasons of stops that are known by a text, in order. */
    List<String> reasons();
}
