package io.millrace.connector;

/**
 * Hears of one session. May be called from any thread; once its session is closed, calls have no effect.
 *
 * <p>{@code received} may block for as long as the log does not keep up: that is the back-pressure, to be passed on to
 * the device where the protocol can.
 */
public interface SessionListener {

    /**
     * A monitored tag has a new reading.
     *
     * @param handle as given in {@link Monitored}
     */
    void received(int handle, Reading reading);

    /**
     * The session is over: the device hung up, went silent, or its answers stopped making sense. Said once at most by
     * a session; the framework then closes it and opens another.
     *
     * @param reason a sentence an electrician can act on
     */
    void lost(String reason);
}
