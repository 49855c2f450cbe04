package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import org.apache.commons.math3.RealFieldElement;

/** What is done to one operand of an equation. Those of a gradient leave its value as it is, to the last bit. */
enum Edit {
    NONE("unchanged", Kind.FORWARD) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return operand;
        }
    },
    DROPPED("dropped", Kind.FORWARD) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return math.number(0);
        }
    },
    ONE("replaced by 1", Kind.FORWARD) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return math.number(1);
        }
    },
    FLIPPED("with the other sign", Kind.FORWARD) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return operand.negate();
        }
    },
    HALVED("halved", Kind.FORWARD) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return operand.multiply(0.5);
        }
    },
    DOUBLED("doubled", Kind.FORWARD) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return operand.multiply(2);
        }
    },
    GRADIENT_DROPPED("dropped", Kind.GRADIENT) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return math.detached(operand);
        }
    },
    GRADIENT_FLIPPED("with the other sign", Kind.GRADIENT) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            return math.detached(operand).multiply(2).subtract(operand);
        }
    },
    GRADIENT_HALVED("halved", Kind.GRADIENT) {
        @Override
        <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand) {
            T half = operand.multiply(0.5);
            return math.detached(half).add(half);
        }
    };

    private final String words;
    private final Kind kind;

    Edit(String words, Kind kind) {
        this.words = words;
        this.kind = kind;
    }

    /** The operand, or what stands in its place. */
    abstract <T extends RealFieldElement<T>> T of(Arithmetic<T> math, T operand);

    String words() {
        return words;
    }

    Kind kind() {
        return kind;
    }

    /** A part of an identifier: {@code gradient-dropped}. */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** A value whose slope with respect to z is another than that of what it was computed by. */
    static <T extends RealFieldElement<T>> T sloped(Arithmetic<T> math, T value, T z, T slope) {
        return math.detached(value).add(z.subtract(math.detached(z)).multiply(math.detached(slope)));
    }
}
