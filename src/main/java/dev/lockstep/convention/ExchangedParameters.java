package dev.lockstep.convention;

import dev.lockstep.convention.CaseChange.Concern;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Two parameters of the same shape in each other's place.
 *
 * @param concern of which layers
 * @param one the first
 * @param other the second
 */
record ExchangedParameters(Concern concern, Parameter one, Parameter other) implements Hypothesis.Rule {
    @Override
    public Observations observe(Calculation base, Case scenario) {
        Case exchanged = new CaseChange(scenario.withWeights(exchanged(scenario, scenario.weights())))
                .training(training -> {
                    Map<String, Weights> slots = new LinkedHashMap<>();
                    training.start().slots().forEach((slot, arrays) -> slots.put(slot, exchanged(scenario, arrays)));
                    return training.from(new OptimizerState(training.start().stepsTaken(), slots));
                });
        Observations observed = base.observe(exchanged);
        Observations.Builder all = Observations.builder();
        for (Quantity quantity : observed.quantities()) {
            Tensor here = observed.get(quantity);
            all.put(
                    quantity,
                    new Tensor(
                            here.axes(),
                            observed.get(source(scenario, quantity)).values()));
        }
        return all.build();
    }

    private Weights exchanged(Case scenario, Weights weights) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        weights.asMap().forEach((key, matrix) -> {
            LayerSpec layer = scenario.network().layer(key.layer());
            matrices.put(key, concern.has(layer) ? weights.get(key.layer(), partner(key.parameter())) : matrix);
        });
        return new Weights(scenario.network(), matrices);
    }

    private Quantity source(Case scenario, Quantity quantity) {
        if (!WeightLayout.isOfParameter(quantity)
                || !concern.has(scenario.network().layer(quantity.layer()))) {
            return quantity;
        }
        Parameter parameter = WeightLayout.parameter(quantity);
        String part = partner(parameter).symbol()
                + quantity.part().substring(parameter.symbol().length());
        return new Quantity(quantity.kind(), quantity.layer(), part, quantity.step());
    }

    private Parameter partner(Parameter parameter) {
        return parameter == one ? other : parameter == other ? one : parameter;
    }
}
