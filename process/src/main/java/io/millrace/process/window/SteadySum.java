package io.millrace.process.window;

/**
 * A sum of real numbers that keeps what rounding would lose: the order of large and small numbers does not matter, and
 * a hundred times 0.1 is 10. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54
 * (1974); the error of a product by a fused multiply-add (Ogita, Rump, Oishi, SIAM J. Sci. Comput. 26, 2005).
 *
 * @param sum as rounded; infinite or NaN when it or something on the way to it was too large
 * @param lost what rounding has taken from it
 */
record SteadySum(double sum, double lost) {

    static final SteadySum ZERO = new SteadySum(0, 0);

    SteadySum plus(double number) {
        double next = sum + number;
        double error = Math.abs(sum) >= Math.abs(number) ? (sum - next) + number : (number - next) + sum;
        return new SteadySum(next, lost + error);
    }

    SteadySum plusProduct(double one, double other) {
        double product = one * other;
        return plus(product).plus(Math.fma(one, other, -product));
    }

    /** All 64 bits of a whole number, which a double alone cannot hold. */
    SteadySum plus(long whole) {
        long low = whole & 0xFFFFFFFFL;
        return plus((double) (whole - low)).plus((double) low);
    }

    SteadySum plus(SteadySum other) {
        return plus(other.sum).plus(other.lost);
    }

    double value() {
        return sum + lost;
    }

    /** The quotient, with its own remainder taken into account: the mean of equal numbers is that number. */
    double over(double divisor) {
        double quotient = value() / divisor;
        double remainder = Math.fma(-quotient, divisor, sum) + lost;
        return quotient + remainder / divisor;
    }
}
