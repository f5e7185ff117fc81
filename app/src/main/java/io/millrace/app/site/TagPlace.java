package io.millrace.app.site;

import io.millrace.app.yaml.Place;

/** Where a tag stands, as findings say it. */
record TagPlace(Place place, String path) {}
