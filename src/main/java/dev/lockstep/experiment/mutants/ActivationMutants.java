package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.math.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.RealFieldElement;

/** φ and σ, and their slopes, by function. */
final class ActivationMutants {
    private ActivationMutants() {}

    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>();
        for (Activation phi : Activation.values()) {
            String name = phi.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (phi != Activation.IDENTITY && phi != Activation.SOFTMAX) {
                mutants.add(mutant(name + ".value", wrong(phi), Kind.FORWARD, new Wrong(phi), phi));
            }
            if (phi != Activation.IDENTITY) {
                mutants.add(mutant(name + ".slope-1", "slope 1", Kind.GRADIENT, new Sloped(phi, 1), phi));
            }
            if (phi != Activation.SOFTMAX) {
                mutants.add(mutant(name + ".slope-0", "slope 0", Kind.GRADIENT, new Sloped(phi, 0), phi));
            }
        }
        mutants.add(mutant(
                "sigmoid.slope-of-tanh",
                "slope 1 − a²",
                Kind.GRADIENT,
                new Exchanged(Activation.SIGMOID),
                Activation.SIGMOID));
        mutants.add(mutant(
                "tanh.slope-of-sigmoid",
                "slope a(1 − a)",
                Kind.GRADIENT,
                new Exchanged(Activation.TANH),
                Activation.TANH));
        mutants.add(mutant(
                "softmax.diagonal",
                "slope a(1 − a), without the rest of the Jacobian",
                Kind.GRADIENT,
                new Diagonal(),
                Activation.SOFTMAX));
        mutants.add(mutant(
                "softmax.unnormalised",
                "Σ e^zₖ without its last term",
                Kind.FORWARD,
                new Unnormalised(),
                Activation.SOFTMAX));
        for (Activation phi : Activation.values()) {
            String what = likely(phi);
            if (!what.isEmpty()) {
                String name = phi.name().toLowerCase(Locale.ROOT).replace('_', '-');
                mutants.add(mutant(name + ".slope", what, Kind.GRADIENT, new Mistaken(phi), phi));
            }
        }
        return mutants;
    }

    /** A slope that a derivation by hand may come to. */
    private static String likely(Activation phi) {
        return switch (phi) {
            case SWISH, MISH, GELU, FLOAT_GELU, GELU_TANH -> "slope φ(z)/z, by half of the product rule";
            case ELU, SELU -> "slope a below 0";
            case SOFTSIGN -> "slope 1/(1 + |z|)";
            case SOFTPLUS -> "slope a(1 − a)";
            case LEAKY_RELU, FLOAT_LEAKY_RELU, RRELU -> "slope of −leak below 0";
            case HARD_SIGMOID, FLOAT_HARD_SIGMOID -> "slope 1/6";
            case RECTIFIED_TANH, RATIONAL_TANH, FLOAT_RATIONAL_TANH -> "slope 1 − a²";
            case CUBE -> "slope z²";
            default -> "";
        };
    }

    /** One function with a slope that a derivation by hand may come to. */
    private static final class Mistaken extends ActivationEquations {
        private final Activation wrong;

        Mistaken(Activation wrong) {
            this.wrong = wrong;
        }

        @Override
        public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
            T a = super.value(math, phi, z);
            if (phi != wrong) {
                return a;
            }
            T one = math.number(1);
            boolean below = z.getReal() < 0;
            return switch (phi) {
                case SWISH, MISH, GELU, FLOAT_GELU, GELU_TANH ->
                    z.getReal() == 0 ? a : Edit.sloped(math, a, z, a.divide(z));
                case ELU, SELU -> below ? Edit.sloped(math, a, z, a) : a;
                case SOFTSIGN -> Edit.sloped(math, a, z, z.abs().add(1).reciprocal());
                case SOFTPLUS -> Edit.sloped(math, a, z, a.multiply(one.subtract(a)));
                case LEAKY_RELU, FLOAT_LEAKY_RELU, RRELU -> below ? Edit.GRADIENT_FLIPPED.of(math, a) : a;
                case HARD_SIGMOID, FLOAT_HARD_SIGMOID ->
                    Math.abs(z.getReal()) > 2.5 ? a : Edit.sloped(math, a, z, one.divide(6));
                case CUBE -> Edit.sloped(math, a, z, z.multiply(z));
                default -> Edit.sloped(math, a, z, one.subtract(a.multiply(a)));
            };
        }
    }

    private static Mutant mutant(String name, String what, Kind kind, ActivationEquations equations, Activation phi) {
        String title = phi.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Mutant.of(
                "φ." + name, "φ", title + ": " + what, kind, Equations.STANDARD.with(equations), Met.activation(phi));
    }

    private static String wrong(Activation phi) {
        return switch (phi) {
            case TANH -> "tanh(z/2)";
            case SIGMOID -> "the hard sigmoid 0.2·z + 0.5";
            case RELU -> "|z|";
            case LEAKY_RELU -> "leak 0.02";
            case ELU -> "e^z for e^z − 1";
            case SOFTPLUS -> "max(z, 0)";
            case SOFTSIGN -> "z/(1 + z²)";
            case HARD_SIGMOID -> "slope 1/6";
            case HARD_TANH -> "not cut off";
            case CUBE -> "z²";
            default -> "0.9·φ(z)";
        };
    }

    /** Another function in the place of one. */
    private static final class Wrong extends ActivationEquations {
        private final Activation wrong;

        Wrong(Activation wrong) {
            this.wrong = wrong;
        }

        @Override
        public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
            T right = super.value(math, phi, z);
            if (phi != wrong) {
                return right;
            }
            double at = z.getReal();
            return switch (phi) {
                case TANH -> math.tanh(z.multiply(0.5));
                case SIGMOID -> super.value(math, Activation.HARD_SIGMOID, z);
                case RELU -> z.abs();
                case LEAKY_RELU -> at >= 0 ? z : z.multiply(0.02);
                case ELU -> at >= 0 ? z : right.add(1);
                case SOFTPLUS -> super.value(math, Activation.RELU, z);
                case SOFTSIGN -> z.divide(z.multiply(z).add(1));
                case HARD_SIGMOID -> Math.abs(at) <= 3 ? z.divide(6).add(0.5) : right;
                case HARD_TANH -> z;
                case CUBE -> z.multiply(z);
                default -> right.multiply(0.9);
            };
        }
    }

    /** One function with a constant slope. */
    private static final class Sloped extends ActivationEquations {
        private final Activation wrong;
        private final double slope;

        Sloped(Activation wrong, double slope) {
            this.wrong = wrong;
            this.slope = slope;
        }

        @Override
        public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
            T right = super.value(math, phi, z);
            return phi == wrong ? Edit.sloped(math, right, z, math.number(slope)) : right;
        }

        @Override
        public <T extends RealFieldElement<T>> List<T> row(Arithmetic<T> math, Activation phi, List<T> z) {
            List<T> right = super.row(math, phi, z);
            if (phi != wrong || phi != Activation.SOFTMAX) {
                return right;
            }
            List<T> changed = new ArrayList<>();
            for (int k = 0; k < z.size(); k++) {
                changed.add(Edit.sloped(math, right.get(k), z.get(k), math.number(slope)));
            }
            return changed;
        }
    }

    /** The slope of tanh at the logistic function, or the other way round. */
    private static final class Exchanged extends ActivationEquations {
        private final Activation wrong;

        Exchanged(Activation wrong) {
            this.wrong = wrong;
        }

        @Override
        public <T extends RealFieldElement<T>> T value(Arithmetic<T> math, Activation phi, T z) {
            T a = super.value(math, phi, z);
            if (phi != wrong) {
                return a;
            }
            T one = math.number(1);
            T slope = phi == Activation.TANH ? a.multiply(one.subtract(a)) : one.subtract(a.multiply(a));
            return Edit.sloped(math, a, z, slope);
        }
    }

    /** Softmax whose Jacobian is its diagonal. */
    private static final class Diagonal extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> List<T> row(Arithmetic<T> math, Activation phi, List<T> z) {
            List<T> a = super.row(math, phi, z);
            if (phi != Activation.SOFTMAX) {
                return a;
            }
            List<T> changed = new ArrayList<>();
            for (int k = 0; k < z.size(); k++) {
                T slope = a.get(k).multiply(math.number(1).subtract(a.get(k)));
                changed.add(Edit.sloped(math, a.get(k), z.get(k), slope));
            }
            return changed;
        }
    }

    /** Softmax whose sum leaves out the last term of several. */
    private static final class Unnormalised extends ActivationEquations {
        @Override
        public <T extends RealFieldElement<T>> List<T> row(Arithmetic<T> math, Activation phi, List<T> z) {
            List<T> a = super.row(math, phi, z);
            if (phi != Activation.SOFTMAX || z.size() == 1) {
                return a;
            }
            T sum = math.number(1).subtract(a.get(a.size() - 1));
            return a.stream().map(entry -> entry.divide(sum)).toList();
        }
    }
}
