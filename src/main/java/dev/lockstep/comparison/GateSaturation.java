package dev.lockstep.comparison;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Definition;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.GruEquations;
import dev.lockstep.definition.LstmEquations;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Quantity.Kind;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.RealFieldElement;

/**
 * Which layers have a gate that is not saturated. The forward pass of the definition is overheard: i, f, o of an LSTM and r, z of
 * a GRU, at every step, of every row and unit.
 *
 * <p>Saturated is what lies within 1e-6 of a limit of its activation. The slope of the logistic function is 1e-6 there, at
 * z = ±14; a weight that is wrong by 1e-10 of its size, which the derived bounds are there to notice, moves the gate by 1e-15 at
 * most, which is what rounding does.
 */
final class GateSaturation {
    private static final double NEAR = 1e-6;

    private final Set<String> heard = new HashSet<>();
    private final Set<String> free = new HashSet<>();

    /** @param scenario small enough to be computed by the definition */
    GateSaturation(Case scenario) {
        new Definition(Equations.STANDARD.with(lstm()).with(gru()))
                .observe(new Case(
                                scenario.name(),
                                scenario.network(),
                                scenario.weights(),
                                scenario.input(),
                                scenario.initialStates(),
                                scenario.objective(),
                                scenario.truncation(),
                                Optional.empty(),
                                EnumSet.of(Kind.OUTPUTS))
                        .with(scenario.masks()));
    }

    /** Whether every gate of an LSTM or GRU is saturated throughout; softmax, which works on rows, never is. */
    boolean holds(String layer) {
        return heard.contains(layer) && !free.contains(layer);
    }

    /** The limits of an activation function; none where it has none on both sides. */
    static List<Double> limits(Activation activation) {
        return switch (activation) {
            case TANH, HARD_TANH, SOFTSIGN -> List.of(-1.0, 1.0);
            case SIGMOID, HARD_SIGMOID -> List.of(0.0, 1.0);
            default -> List.of();
        };
    }

    private <T extends RealFieldElement<T>> T heard(String layer, Activation activation, T gate) {
        heard.add(layer);
        if (limits(activation).stream().noneMatch(limit -> Math.abs(gate.getReal() - limit) <= NEAR)) {
            free.add(layer);
        }
        return gate;
    }

    private LstmEquations lstm() {
        return new LstmEquations() {
            @Override
            public <T extends RealFieldElement<T>> T i(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zi) {
                return heard(layer.name(), layer.gateActivation(), super.i(math, activations, layer, zi));
            }

            @Override
            public <T extends RealFieldElement<T>> T f(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zf) {
                return heard(layer.name(), layer.gateActivation(), super.f(math, activations, layer, zf));
            }

            @Override
            public <T extends RealFieldElement<T>> T o(
                    Arithmetic<T> math, ActivationEquations activations, LstmSpec layer, T zo) {
                return heard(layer.name(), layer.gateActivation(), super.o(math, activations, layer, zo));
            }
        };
    }

    private GruEquations gru() {
        return new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> T gate(
                    Arithmetic<T> math, ActivationEquations activations, GruSpec layer, T input, T recurrent) {
                return heard(
                        layer.name(), layer.gateActivation(), super.gate(math, activations, layer, input, recurrent));
            }
        };
    }
}
