package io.millrace.app.site;

import io.millrace.app.yaml.Place;
import io.millrace.model.contract.Model;
import java.util.Map;

/**
 * A model with where it stands.
 *
 * @param place the beginning of its file
 * @param places of its fields, by path; in the file of the part where a field comes from one
 */
public record ModelFile(Model model, Place place, Map<String, Place> places) {

    public ModelFile {
        places = Map.copyOf(places);
    }

    /** Where a field stands; the beginning of the file for one that is not there. */
    Place placeOf(String field) {
        return places.getOrDefault(field, place);
    }
}
