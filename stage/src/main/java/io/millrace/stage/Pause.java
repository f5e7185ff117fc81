package io.millrace.stage;

/** Waiting, for those who watch from outside. */
public final class Pause {

    private Pause() {}

    /** @throws StageException when the thread is interrupted; it stays so */
    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while waiting.", interrupted);
        }
    }
}
