package io.millrace.process.alarm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of the last while, for how fast they change. Immutable. Of values that come closer together than a two
 * hundredth of the while only the first is kept, so that there are some two hundred at most.
 *
 * @param points in the order of time
 */
record Track(List<Point> points) {

    static final Track EMPTY = new Track(List.of());
    private static final int PARTS = 200;

    /** @param time microseconds since 1970 */
    record Point(long time, double value) {}

    Track {
        points = List.copyOf(points);
    }

    /** @param reach how much of the past is asked for, microseconds */
    Track with(long time, double value, long reach) {
        if (!points.isEmpty() && time - points.get(points.size() - 1).time() < Math.max(1, reach / PARTS)) {
            return this;
        }
        // the newest of those that are too old is what a value of now is compared with
        int from = 0;
        while (from + 1 < points.size() && points.get(from + 1).time() <= time - reach) {
            from++;
        }
        List<Point> kept = new ArrayList<>(points.subList(from, points.size()));
        kept.add(new Point(time, value));
        return new Track(kept);
    }

    /** The newest value of this time or before; null when there is none. */
    @Nullable
    Point at(long time) {
        Point found = null;
        for (Point point : points) {
            if (point.time() > time) {
                break;
            }
            found = point;
        }
        return found;
    }
}
