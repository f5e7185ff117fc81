package io.millrace.production;

import io.millrace.production.calendar.CalendarOptions;
import io.millrace.production.calendar.ShiftCalendar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What a site says about its production, by location: which shifts there are, how long products take, and what has an OEE.
 * Locations are full paths without the root of the namespace. Immutable.
 */
public final class Production {

    private record Calendar(LocationPattern where, ShiftCalendar calendar) {}

    private record Measured(LocationPattern where, OeeOptions options) {}

    private final List<Calendar> calendars;
    private final List<Measured> measured;
    private final Map<String, Long> products;
    private final ShiftCalendar always;
    private final String revision;

    /**
     * @param site location path of the site
     * @param zone time zone of the site
     * @param shifts calendars by name
     * @param products by name
     * @param oee machines and lines by name; of two that fit a location, the one that names more of it counts
     */
    public Production(
            String site,
            ZoneId zone,
            Map<String, CalendarOptions> shifts,
            Map<String, ProductOptions> products,
            Map<String, OeeOptions> oee) {
        Objects.requireNonNull(site);
        List<Calendar> found = new ArrayList<>();
        shifts.values().forEach(options -> {
            ShiftCalendar calendar = ShiftCalendar.of(options, zone);
            options.locations().forEach(at -> found.add(new Calendar(new LocationPattern(site, at), calendar)));
        });
        found.sort(
                Comparator.comparingInt((Calendar calendar) -> calendar.where().weight())
                        .reversed());
        this.calendars = List.copyOf(found);
        this.measured = oee.values().stream()
                .map(options -> new Measured(new LocationPattern(site, options.location()), options))
                .sorted(Comparator.comparingInt((Measured one) -> one.where().weight())
                        .reversed())
                .toList();
        Map<String, Long> cycles = new TreeMap<>();
        products.forEach((name, product) -> cycles.put(
                name, TimeUnit.NANOSECONDS.toMicros(product.idealCycleTime().toNanos())));
        this.products = Map.copyOf(cycles);
        this.always = ShiftCalendar.always(zone);
        this.revision =
                digest(String.join("\n", site, zone.getId(), shifts.toString(), products.toString(), oee.toString()));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Changes with what the site says, and with nothing else: figures of another revision are to be computed again. */
    public String revision() {
        return revision;
    }

    /** The calendar of a location: the one that names most of it or of what is above it; without any, all the time. */
    public ShiftCalendar calendar(String location) {
        return calendars.stream()
                .filter(calendar -> calendar.where().covers(location))
                .findFirst()
                .map(Calendar::calendar)
                .orElse(always);
    }

    /** What is said about the OEE of a location; empty where it has none. */
    public Optional<OeeOptions> oee(String location) {
        return measured.stream()
                .filter(one -> one.where().isExactly(location))
                .findFirst()
                .map(Measured::options);
    }

    /** Ideal microseconds for a piece of each product that the site names. */
    public Map<String, Long> products() {
        return products;
    }
}
