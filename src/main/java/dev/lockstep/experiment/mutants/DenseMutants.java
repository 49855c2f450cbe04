package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.DenseEquations;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** (D1) to (D6). */
final class DenseMutants {
    /** An operand of (D1) or (D2), and the equation of the backward pass that has its gradient. */
    private enum Operand {
        W("x·W", "dW", "D4"),
        B("b", "db", "D5"),
        X("x", "dx", "D6"),
        Z("z", "dz", "D3");

        private final String symbol;
        private final String gradient;
        private final String backward;

        Operand(String symbol, String gradient, String backward) {
            this.symbol = symbol;
            this.gradient = gradient;
            this.backward = backward;
        }
    }

    private DenseMutants() {}

    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>();
        Predicate<Case> any = Met.dense(layer -> true);
        Predicate<Case> biased = Met.dense(layer -> layer.bias() != Bias.NONE);
        for (Edit edit : List.of(Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED)) {
            mutants.add(edited(Operand.W, edit, any));
            mutants.add(edited(Operand.B, edit, biased));
        }
        for (Edit edit : List.of(Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED, Edit.GRADIENT_HALVED)) {
            mutants.add(edited(Operand.X, edit, any));
            mutants.add(edited(Operand.Z, edit, any));
        }
        mutants.add(Mutant.of(
                "D2.without-phi",
                "D2",
                "Dense: y = z, without φ",
                Kind.FORWARD,
                Equations.STANDARD.with(new DenseEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> List<T> y(
                            Arithmetic<T> math, ActivationEquations activations, DenseSpec layer, List<T> z) {
                        return z;
                    }
                }),
                Met.dense(layer -> layer.activation() != Activation.IDENTITY)));
        return mutants;
    }

    private static Mutant edited(Operand operand, Edit edit, Predicate<Case> met) {
        boolean gradient = edit.kind() == Kind.GRADIENT;
        String equation = gradient ? operand.backward : "D1";
        return Mutant.of(
                equation + "." + operand.name().toLowerCase(Locale.ROOT) + "." + edit.id(),
                equation,
                "Dense: " + (gradient ? operand.gradient : operand.symbol) + " " + edit.words(),
                edit.kind(),
                Equations.STANDARD.with(new Edited(operand, edit)),
                met);
    }

    /** One operand edited. */
    private static final class Edited extends DenseEquations {
        private final Operand operand;
        private final Edit edit;

        Edited(Operand operand, Edit edit) {
            this.operand = operand;
            this.edit = edit;
        }

        @Override
        public <T extends RealFieldElement<T>> List<T> z(
                Arithmetic<T> math, DenseSpec layer, Parameters<T> theta, List<T> x) {
            Map<ParameterKey, List<T>> entries = new LinkedHashMap<>();
            for (ParameterKey key : theta.keys()) {
                boolean edited = key.parameter() == Parameter.W && operand == Operand.W
                        || key.parameter() == Parameter.B && operand == Operand.B;
                entries.put(
                        key,
                        edited && key.layer().equals(layer.name())
                                ? at(operand, math, theta.get(key))
                                : theta.get(key));
            }
            List<T> z = super.z(math, layer, new Parameters<>(theta.network(), entries), at(Operand.X, math, x));
            return at(Operand.Z, math, z);
        }

        private <T extends RealFieldElement<T>> List<T> at(Operand place, Arithmetic<T> math, List<T> values) {
            return place == operand
                    ? values.stream().map(value -> edit.of(math, value)).toList()
                    : values;
        }
    }
}
