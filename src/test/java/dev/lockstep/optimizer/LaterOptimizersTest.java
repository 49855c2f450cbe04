package dev.lockstep.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.definition.FiftyDigits;
import dev.lockstep.definition.OptimizerEquations;
import dev.lockstep.definition.OptimizerEquations.Entry;
import dev.lockstep.math.Activation;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaBelief;
import dev.lockstep.model.OptimizerSpec.AdaDelta;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.Nadam;
import dev.lockstep.model.OptimizerSpec.NoOp;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.math3.dfp.Dfp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The optimizers after Adam; numbers of whole courses are in features/optimizer, from Python's decimals and torch.optim. */
class LaterOptimizersTest {
    private static final ParameterKey W = new ParameterKey("dense", Parameter.W);
    private static final ParameterKey B = new ParameterKey("dense", Parameter.B);
    private static final NetworkSpec ONE = NetworkSpec.of(new DenseSpec("dense", 1, 1, Activation.IDENTITY));

    static Stream<OptimizerSpec> everyForm() {
        List<OptimizerSpec> forms = new ArrayList<>(List.of(new NoOp(), new AdaDelta(0.5, 0.9, 1e-3)));
        for (AmsGrad.Form form : AmsGrad.Form.values()) {
            forms.add(new AmsGrad(0.1, 0.9, 0.6, 1e-3, form));
        }
        for (AdaMax.Form form : AdaMax.Form.values()) {
            forms.add(new AdaMax(0.1, 0.9, 0.6, 1e-3, form));
        }
        for (Nadam.Form form : Nadam.Form.values()) {
            forms.add(new Nadam(0.1, 0.9, 0.6, 1e-3, form));
        }
        for (AdaBelief.Form form : AdaBelief.Form.values()) {
            forms.add(new AdaBelief(0.1, 0.9, 0.6, 1e-3, form));
        }
        return forms.stream();
    }

    /** Twelve steps against the equations in 50 digits, at a rate that is not the optimizer's own. */
    @ParameterizedTest
    @MethodSource("everyForm")
    void theRuleIsThatOfTheEquations(OptimizerSpec spec) {
        FiftyDigits math = new FiftyDigits();
        Sequence gradients = Sequence.random(12, 1, 1, 42);
        Entry<Dfp> exact = new Entry<>(
                math.number(0.5),
                spec.slots().stream().map(slot -> math.number(0)).toList());
        OptimizerState state = OptimizerState.initial(spec, ONE);
        Weights theta = one(0.5);
        for (int t = 1; t <= 12; t++) {
            double gradient = gradients.get(t, 0, 0);
            Optimizer.Step step = Optimizer.of(spec, ONE).step(state, theta, one(gradient), 0.07);
            exact = new OptimizerEquations().step(math, spec, math.number(0.07), t, exact, math.number(gradient));
            theta = step.theta();
            state = step.state();
            assertThat(entry(theta)).isCloseTo(math.rounded(exact.theta()), within(16 * Math.ulp(1.0)));
            for (int k = 0; k < spec.slots().size(); k++) {
                assertThat(entry(state.slots().get(spec.slots().get(k))))
                        .isCloseTo(math.rounded(exact.slots().get(k)), within(16 * Math.ulp(1.0)));
            }
        }
    }

    /** By hand: whatever the gradient is, AdaMax as published goes α in its first step. */
    @Test
    void theFirstStepOfAdaMaxIsAsLongAsTheRate() {
        OptimizerSpec spec = new AdaMax(0.25, 0.5, 0.5, 0, AdaMax.Form.PUBLISHED);
        OptimizerState start = OptimizerState.initial(spec, ONE);
        assertThat(entry(Optimizer.of(spec, ONE).step(start, one(1), one(-1e-9)).theta()))
                .isEqualTo(1.25);
        assertThat(entry(Optimizer.of(spec, ONE).step(start, one(1), one(0)).theta()))
                .isEqualTo(1);
    }

    private static Weights one(double w) {
        return new Weights(ONE, Map.of(W, RowMajorMatrix.row(w), B, RowMajorMatrix.row(0)));
    }

    private static double entry(Weights weights) {
        return weights.get(W).getEntry(0, 0);
    }
}
