package io.millrace.bench.device;

/**
 * How often the values of a device have been new.
 *
 * @param count since it started
 * @param mark what the values of the last time can be recognised by in the historian: an OPC UA server's source time in
 *     milliseconds since 1970, or the number that all registers of a Modbus device show
 */
public record Ticks(long count, long mark) {

    String words() {
        return count + " " + mark;
    }

    static Ticks parse(String words) {
        String[] both = words.trim().split(" ", -1);
        return new Ticks(Long.parseLong(both[0]), Long.parseLong(both[1]));
    }
}
