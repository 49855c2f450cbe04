package dev.lockstep.comparison;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Cell;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** Frameworks with one fault each. */
final class Planted {
    private Planted() {}

    /** The equations without a fault. */
    static Framework right(String id) {
        return framework(id, scenario -> Definition.STANDARD);
    }

    /** The weights of one gate of one unit of a layer are other ones in some steps of a sequence, counted from 1. */
    static Framework gate(String id, String layer, Gate gate, int unit, double biasShift, IntPredicate steps) {
        LstmEquations wrong = new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> weights(
                    Arithmetic<T> math, LstmSpec spec, Parameters<T> theta, Gate of, int at) {
                List<T> weights = new ArrayList<>(super.weights(math, spec, theta, of, at));
                if (of == gate && at == unit - 1 && spec.name().equals(layer)) {
                    int last = weights.size() - 1;
                    weights.set(last, weights.get(last).add(biasShift));
                }
                return weights;
            }
        };
        return framework(id, scenario -> with(sometimes(wrong, scenario.input().time(), steps)));
    }

    /** An LSTM with an equation replaced at every step. */
    static Framework lstm(String id, LstmEquations wrong) {
        return framework(id, scenario -> with(wrong));
    }

    /** Right but for what it hands out. */
    static Framework answering(String id, UnaryOperator<Observations> changed) {
        return Fakes.of(id, Support.YES, Support.YES, scenario -> changed.apply(Definition.STANDARD.observe(scenario)));
    }

    /** The same framework, which cannot start from a state. */
    static Framework withoutStates(Framework framework) {
        return new Framework() {
            @Override
            public String id() {
                return framework.id();
            }

            @Override
            public String title() {
                return framework.title();
            }

            @Override
            public String version() {
                return framework.version();
            }

            @Override
            public Support supports(Case scenario) {
                return scenario.startsFromZero() ? Support.YES : Support.no("it starts from zero");
            }

            @Override
            public Observations observe(Case scenario) {
                return framework.observe(scenario);
            }
        };
    }

    /** Observations with one array changed. */
    static Observations with(Observations observed, Quantity quantity, UnaryOperator<double[]> change) {
        Observations.Builder changed = Observations.builder();
        for (Quantity each : observed.quantities()) {
            Tensor tensor = observed.get(each);
            changed.put(
                    each,
                    each.equals(quantity)
                            ? new Tensor(
                                    tensor.axes(), change.apply(tensor.values().clone()))
                            : tensor);
        }
        return changed.build();
    }

    private static Definition with(LstmEquations lstm) {
        return new Definition(Equations.STANDARD.with(lstm));
    }

    private static Framework framework(String id, Function<Case, Definition> definition) {
        return Fakes.of(
                id,
                Support.YES,
                Support.YES,
                scenario -> definition.apply(scenario).observe(scenario));
    }

    /** Wrong equations in some steps only: rows come one after the other, each with all its steps. */
    private static LstmEquations sometimes(LstmEquations wrong, int time, IntPredicate steps) {
        return new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> Cell<T> cell(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, Parameters<T> theta) {
                Cell<T> right = super.cell(math, activations, layer, theta);
                Cell<T> other = wrong.cell(math, activations, layer, theta);
                int[] taken = new int[1];
                return (x, previous) -> (steps.test(taken[0]++ % time + 1) ? other : right).step(x, previous);
            }
        };
    }
}
