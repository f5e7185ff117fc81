package io.millrace.demo.process;

/** A value that follows its target with a delay, as heat and air do (first-order lag). Not thread-safe. */
final class Lag {

    private double value;

    Lag(double value) {
        this.value = value;
    }

    double toward(double target, double timeConstantSeconds, double seconds) {
        value += (target - value) * (1 - Math.exp(-seconds / timeConstantSeconds));
        return value;
    }

    double value() {
        return value;
    }
}
