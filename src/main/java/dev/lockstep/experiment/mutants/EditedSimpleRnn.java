package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Cell;
import dev.lockstep.definition.Parameters;
import dev.lockstep.definition.SimpleRnnEquations;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.RealFieldElement;

/** (R1) and (R2) with an {@link Edit} of one operand. */
final class EditedSimpleRnn extends SimpleRnnEquations {
    /** An operand, and the equation of the backward pass that has its gradient. */
    enum Operand {
        W("x·W", "dW", "R6"),
        RW("h′·RW", "dRW", "R7"),
        B("b", "db", "R8"),
        RB("rb", "drb", "R8"),
        X("x", "dx", "R9"),
        H("h′", "dh′", "R5"),
        Z("z", "dz", "R4");

        private final String symbol;
        private final String gradient;
        private final String backward;

        Operand(String symbol, String gradient, String backward) {
            this.symbol = symbol;
            this.gradient = gradient;
            this.backward = backward;
        }

        String symbol(Edit edit) {
            return edit.kind() == Kind.GRADIENT ? gradient : symbol;
        }

        String equation(Edit edit) {
            return edit.kind() == Kind.GRADIENT ? backward : this == Z ? "R2" : "R1";
        }
    }

    private final Operand operand;
    private final Edit edit;

    EditedSimpleRnn(Operand operand, Edit edit) {
        this.operand = operand;
        this.edit = edit;
    }

    @Override
    public <T extends RealFieldElement<T>> List<T> reads(
            Arithmetic<T> math, SimpleRnnSpec layer, List<T> x, List<T> hPrev) {
        return super.reads(math, layer, at(Operand.X, math, x), at(Operand.H, math, hPrev));
    }

    @Override
    public <T extends RealFieldElement<T>> List<T> weights(
            Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, int unit) {
        List<T> weights = new ArrayList<>(super.weights(math, layer, theta, unit));
        int bias = layer.inputs() + layer.units();
        int from = switch (operand) {
            case W -> 0;
            case RW -> layer.inputs();
            case B -> bias;
            case RB -> bias + 1;
            default -> weights.size();
        };
        int to = switch (operand) {
            case W -> layer.inputs();
            case RW -> bias;
            default -> from + 1;
        };
        for (int k = from; k < Math.min(to, weights.size()); k++) {
            weights.set(k, edit.of(math, weights.get(k)));
        }
        return weights;
    }

    @Override
    public <T extends RealFieldElement<T>> List<T> h(
            Arithmetic<T> math, ActivationEquations activations, SimpleRnnSpec layer, List<T> z) {
        return super.h(math, activations, layer, at(Operand.Z, math, z));
    }

    private <T extends RealFieldElement<T>> List<T> at(Operand place, Arithmetic<T> math, List<T> values) {
        return place == operand
                ? values.stream().map(value -> edit.of(math, value)).toList()
                : values;
    }

    /** The SimpleRnn with a wrong time index. */
    static SimpleRnnEquations late(Late late) {
        return new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> Cell<T> cell(
                    Arithmetic<T> math, ActivationEquations activations, SimpleRnnSpec layer, Parameters<T> theta) {
                return late.of(
                        math,
                        super.cell(math, activations, layer, theta),
                        super.cell(math, activations, layer, theta.map(math::detached)));
            }
        };
    }

    /** The SimpleRnn with RW transposed. */
    static SimpleRnnEquations transposed() {
        return new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> weights(
                    Arithmetic<T> math, SimpleRnnSpec layer, Parameters<T> theta, int unit) {
                List<T> weights = new ArrayList<>(super.weights(math, layer, theta, unit));
                for (int k = 0; k < layer.units(); k++) {
                    weights.set(layer.inputs() + k, theta.entry(layer, Parameter.RW, unit, k));
                }
                return weights;
            }
        };
    }

    /** The SimpleRnn that yields its pre-activations. */
    static SimpleRnnEquations withoutActivation() {
        return new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> h(
                    Arithmetic<T> math, ActivationEquations activations, SimpleRnnSpec layer, List<T> z) {
                return z;
            }
        };
    }

    /** The SimpleRnn whose slope is its state, (R4) with h in the place of φ′(z). */
    static SimpleRnnEquations stateForSlope() {
        return new SimpleRnnEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> h(
                    Arithmetic<T> math, ActivationEquations activations, SimpleRnnSpec layer, List<T> z) {
                List<T> h = super.h(math, activations, layer, z);
                List<T> changed = new ArrayList<>();
                for (int k = 0; k < h.size(); k++) {
                    changed.add(Edit.sloped(math, h.get(k), z.get(k), h.get(k)));
                }
                return changed;
            }
        };
    }
}
