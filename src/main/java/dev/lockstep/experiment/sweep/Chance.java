package dev.lockstep.experiment.sweep;

import dev.lockstep.model.Sequence;
import java.util.List;
import org.apache.commons.math3.random.Well19937c;

/** What a case is drawn with; the same numbers give the same draws everywhere. */
final class Chance {
    private final Well19937c random;

    /** @param numbers what the generator is seeded with */
    Chance(int... numbers) {
        random = new Well19937c(numbers);
    }

    /** True in {@code percent} of 100 draws. */
    boolean of(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Uniform on {@code least} to {@code greatest}, both included. */
    int between(int least, int greatest) {
        return least + random.nextInt(greatest - least + 1);
    }

    /** Uniform between two numbers. */
    double between(double least, double greatest) {
        return least + (greatest - least) * random.nextDouble();
    }

    /** Uniform in the logarithm. */
    double magnitude(double least, double greatest) {
        return least * StrictMath.pow(greatest / least, random.nextDouble());
    }

    /** Any of these. */
    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Any of these. */
    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Uniform in ±bound. */
    double[] numbers(int count, double bound) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = bound * (2 * random.nextDouble() - 1);
        }
        return values;
    }

    /** Uniform in ±1. */
    Sequence sequence(int time, int batch, int features) {
        return new Sequence(time, batch, features, numbers(time * batch * features, 1));
    }
}
