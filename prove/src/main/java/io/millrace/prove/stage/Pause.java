package io.millrace.prove.stage;

/** Waiting. */
final class Pause {

    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("The proof was interrupted.", interrupted);
        }
    }
}
