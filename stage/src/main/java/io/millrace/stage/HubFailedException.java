package io.millrace.stage;

/** The hub under test does not come up, or does not do what it is for: that is no trouble of whoever started it. */
public final class HubFailedException extends StageException {

    private static final long serialVersionUID = 1;

    public HubFailedException(String message) {
        super(message, null);
    }
}
