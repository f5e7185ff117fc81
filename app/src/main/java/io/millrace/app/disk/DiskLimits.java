package io.millrace.app.disk;

/**
 * @param shortenBelow bytes free under which the high-throughput route is shortened
 * @param refuseBelow bytes free under which process values are refused, and under half of which everything is
 */
public record DiskLimits(long shortenBelow, long refuseBelow) {

    public DiskLimits {
        if (refuseBelow > shortenBelow || refuseBelow < 0) {
            throw new IllegalArgumentException("shortenBelow " + shortenBelow + " < refuseBelow " + refuseBelow);
        }
    }
}
