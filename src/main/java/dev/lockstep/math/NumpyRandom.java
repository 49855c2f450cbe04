package dev.lockstep.math;

import org.apache.commons.math3.exception.NotFiniteNumberException;
import org.apache.commons.math3.exception.NumberIsTooLargeException;
import org.apache.commons.math3.exception.OutOfRangeException;

/**
 * NumPy's legacy generator: what {@code numpy.random.seed(seed)} and the functions of {@code numpy.random} draw after it, or
 * a {@code numpy.random.RandomState(seed)}; NumPy keeps it as it was in version 1.16.
 *
 * <p>The words are those of MT19937 (Matsumoto and Nishimura, Mersenne Twister, ACM Transactions on Modeling and Computer
 * Simulation 8, 1998, table II), its state filled from one number as in the authors' revision of 2002 (after Knuth, The Art
 * of Computer Programming 2, 3rd edition, page 106). Commons Math's {@code MersenneTwister} fills it otherwise for seeds from
 * 2^31 on, whose sign it extends.
 *
 * <p>Bit for bit what NumPy draws on x86-64, but for {@link #randn()}, which says how near it is. Not for use by several
 * threads at once.
 */
public final class NumpyRandom {
    /** Greatest seed, 2^32 − 1. */
    public static final long GREATEST_SEED = 0xffff_ffffL;

    private static final int N = 624;
    private static final int M = 397;
    private static final int UPPER_BIT = 0x8000_0000;
    private static final int A = 0x9908_b0df;
    private static final int B = 0x9d2c_5680;
    private static final int C = 0xefc6_0000;
    private static final int MULTIPLIER = 1_812_433_253;

    private final int[] state = new int[N];
    private int position;
    private double waiting;
    private boolean isWaiting;

    /**
     * As after {@code numpy.random.seed(seed)}.
     *
     * @param seed from 0 to 2^32 − 1
     * @throws OutOfRangeException if it is another
     */
    public NumpyRandom(long seed) {
        seed(seed);
    }

    /**
     * Starts anew, as {@code numpy.random.seed(seed)} does; a normal number that was waiting is forgotten.
     *
     * @param seed from 0 to 2^32 − 1
     * @throws OutOfRangeException if it is another
     */
    public void seed(long seed) {
        if (seed < 0 || seed > GREATEST_SEED) {
            throw new OutOfRangeException(seed, 0, GREATEST_SEED);
        }
        state[0] = (int) seed;
        for (int i = 1; i < N; i++) {
            state[i] = MULTIPLIER * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        position = 0;
        isWaiting = false;
    }

    /** The next word of MT19937: 32 bits, to be read without a sign. */
    public int nextInt32() {
        int next = (position + 1) % N;
        int joined = (state[position] & UPPER_BIT) | (state[next] & ~UPPER_BIT);
        int twisted = (joined >>> 1) ^ ((joined & 1) * A);
        int y = state[(position + M) % N] ^ twisted;
        state[position] = y;
        position = next;
        y ^= y >>> 11;
        y ^= (y << 7) & B;
        y ^= (y << 15) & C;
        return y ^ (y >>> 18);
    }

    /** {@code random()}: uniform in [0, 1), a multiple of 2^−53, from 27 bits of one word and 26 of the next. */
    public double random() {
        long upper = nextInt32() >>> 5;
        long lower = nextInt32() >>> 6;
        return ((upper << 26) + lower) * 0x1p-53;
    }

    /**
     * {@code rand(count)}: numbers of {@link #random()} after one another.
     *
     * @throws NegativeArraySizeException if {@code count} is negative
     */
    public double[] rand(int count) {
        double[] drawn = new double[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = random();
        }
        return drawn;
    }

    /**
     * {@code uniform(low, high)}: low + (high − low)·u with u from {@link #random()}. As in NumPy, {@code high} may be
     * {@code low}, or below it.
     *
     * @throws NotFiniteNumberException if {@code high - low} is not finite
     */
    public double uniform(double low, double high) {
        double range = high - low;
        if (!Double.isFinite(range)) {
            throw new NotFiniteNumberException(range);
        }
        return low + range * random();
    }

    /**
     * {@code randint(low, high)} with the dtype int64: words, or pairs of words for ranges of more than 2^32 integers, of which
     * the bits that the greatest offset needs are kept, until they are an offset within the range. One integer alone takes
     * no word.
     *
     * @param low smallest integer
     * @param high the integer after the greatest
     * @throws NumberIsTooLargeException if {@code low} is not below {@code high}
     */
    public long randint(long low, long high) {
        if (low >= high) {
            throw new NumberIsTooLargeException(low, high, false);
        }
        long greatest = high - 1 - low; // without a sign: ranges may have up to 2^64 − 1 integers
        if (greatest == 0) {
            return low;
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(greatest);
        boolean oneWord = mask >>> 32 == 0;
        long offset;
        do {
            offset = (oneWord ? word() : word() << 32 | word()) & mask;
        } while (Long.compareUnsigned(offset, greatest) > 0);
        return low + offset;
    }

    private long word() {
        return Integer.toUnsignedLong(nextInt32());
    }

    /**
     * {@code randn()}: a standard normal number, by Marsaglia's polar method (Knuth, The Art of Computer Programming 2, 3.4.1,
     * algorithm P): f·x₂ for a point (x₁, x₂) drawn within the unit circle, f = √(−2·ln r²/r²). The other one, f·x₁, waits
     * until the next call, whatever is drawn between.
     *
     * <p>NumPy takes ln from the C library, whose last bit is not always the nearest; here it is. Where either of two doubles
     * may be meant and they would lead to numbers more than 2 ulp apart, the one in the middle of these is drawn: so a draw is
     * never more than 2 ulp from NumPy's over any library whose ln is within 0.52 ulp.
     *
     * <p>Measured against NumPy 1.24.2 on x86-64 with glibc 2.36, 100 000 draws for each of the seeds 0, 1, 2, 42, 2^31 and
     * 2^32 − 1: 217 of the 600 000 differ, by 1 or 2 ulp; with the seed 1 none of the first 1125, with 42 the 77th first.
     * With glibc's ln none would. ({@link StrictMath#log} in its place: about 3 % differ, by up to 3 ulp.) NumPy does not agree
     * with itself either: where the processor has no fused multiply-add, glibc takes another path, and 32 of the 600 000 differ.
     */
    public double randn() {
        if (isWaiting) {
            isWaiting = false;
            return waiting;
        }
        double x1;
        double x2;
        double square;
        do {
            x1 = 2 * random() - 1;
            x2 = 2 * random() - 1;
            square = x1 * x1 + x2 * x2;
        } while (square >= 1 || square == 0);
        NearestLogarithm.Rounded ln = NearestLogarithm.of(square);
        double f = Math.sqrt(-2 * ln.nearest() / square);
        double other = Math.sqrt(-2 * ln.neighbour() / square);
        waiting = settled(f * x1, other * x1);
        isWaiting = true;
        return settled(f * x2, other * x2);
    }

    /** The first of two numbers of the same sign, or what lies in their middle if they are more than 2 ulp apart. */
    private static double settled(double first, double second) {
        long bits = Double.doubleToLongBits(first);
        long apart = Double.doubleToLongBits(second) - bits;
        return Math.abs(apart) <= 2 ? first : Double.longBitsToDouble(bits + apart / 2);
    }
}
