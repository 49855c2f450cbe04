package dev.lockstep.comparison;

import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.analysis.differentiation.SparseGradient;

/** A framework over {@link TinyNetwork} with MSE and L2, Sgd, Adam and RmsProp, which may break conventions. */
public final class TinyFramework implements Framework {
    private final String id;
    private final String title;
    private final TinyNetwork.Conventions conventions;
    private final UnaryOperator<Case> understanding;

    /** The exact one, called {@code ours}. */
    public TinyFramework() {
        this("ours", "Lockstep", TinyNetwork.Conventions.CANONICAL, UnaryOperator.identity());
    }

    TinyFramework(String id, String title, TinyNetwork.Conventions conventions, UnaryOperator<Case> understanding) {
        this.id = id;
        this.title = title;
        this.conventions = conventions;
        this.understanding = understanding;
    }

    /** One called Deeplearning4j that keeps other conventions. */
    static TinyFramework other(TinyNetwork.Conventions conventions) {
        return new TinyFramework("dl4j", "Deeplearning4j", conventions, UnaryOperator.identity());
    }

    /** One called Deeplearning4j that understands the case in another way. */
    static TinyFramework misunderstanding(UnaryOperator<Case> understanding) {
        return new TinyFramework("dl4j", "Deeplearning4j", TinyNetwork.Conventions.CANONICAL, understanding);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String version() {
        return "1.0.0-M2.1";
    }

    @Override
    public Support supports(Case scenario) {
        return Support.YES;
    }

    @Override
    public Observations observe(Case given) {
        Case scenario = understanding.apply(given);
        Observations.Builder all = Observations.builder();
        Run run = new Run(scenario, scenario.weights(), scenario.input(), scenario.objective());
        for (LayerSpec layer : scenario.network().layers()) {
            put(all, scenario, Quantity.outputs(layer.name()), run.outputs(layer.name()));
        }
        for (RecurrentSpec layer : scenario.network().recurrent()) {
            put(all, scenario, Quantity.finalHidden(layer.name()), run.state(run.tiny.finalHidden, layer));
            if (layer.hasCell()) {
                put(all, scenario, Quantity.finalCell(layer.name()), run.state(run.tiny.finalCell, layer));
            }
        }
        if (run.score != null) {
            if (scenario.objective() instanceof Objective.Targets) {
                put(all, scenario, Quantity.score(), Tensor.scalar(run.score.getValue()));
            }
            for (LayerSpec layer : scenario.network().layers()) {
                for (ParameterSpec spec : layer.parameters()) {
                    ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                    put(all, scenario, Quantity.gradient(key), Tensor.of(spec, run.gradient(key, spec)));
                }
            }
            put(all, scenario, Quantity.inputGradient(), Tensor.of(run.inputGradient()));
        }
        scenario.training().ifPresent(training -> train(all, scenario, training));
        return all.build();
    }

    private static void put(Observations.Builder all, Case scenario, Quantity quantity, Tensor tensor) {
        if (scenario.observed().contains(quantity.kind())) {
            all.put(quantity, tensor);
        }
    }

    private void train(Observations.Builder all, Case scenario, Training training) {
        Objective.Targets targets = (Objective.Targets) scenario.objective();
        Map<ParameterKey, double[]> weights = copy(scenario.weights());
        Map<String, Map<ParameterKey, double[]>> slots = new LinkedHashMap<>();
        training.start().slots().forEach((slot, arrays) -> slots.put(slot, copy(arrays)));
        int step = training.start().stepsTaken();
        for (Minibatch minibatch : training.minibatches()) {
            step++;
            Weights current = weights(scenario, weights);
            Run run = new Run(
                    scenario, current, minibatch.input(), new Objective.Targets(targets.loss(), minibatch.targets()));
            put(all, scenario, Quantity.score(step), Tensor.scalar(run.score.getValue()));
            for (LayerSpec layer : scenario.network().layers()) {
                for (ParameterSpec spec : layer.parameters()) {
                    ParameterKey key = new ParameterKey(layer.name(), spec.parameter());
                    double[] g = run.gradient(key, spec).toArray();
                    Map<String, double[]> own = new LinkedHashMap<>();
                    slots.forEach((slot, arrays) -> own.put(slot, arrays.get(key)));
                    update(training.optimizer(), step, weights.get(key), g, own);
                    put(
                            all,
                            scenario,
                            Quantity.parameter(key, step),
                            new Tensor(spec.axes(), weights.get(key).clone()));
                    for (String slot : own.keySet()) {
                        Tensor state = new Tensor(spec.axes(), own.get(slot).clone());
                        put(all, scenario, Quantity.optimizerState(key, slot, step), state);
                    }
                }
            }
        }
    }

    private static void update(OptimizerSpec optimizer, int t, double[] w, double[] g, Map<String, double[]> slots) {
        for (int k = 0; k < w.length; k++) {
            if (optimizer instanceof OptimizerSpec.Adam adam) {
                double[] m = slots.get("m");
                double[] v = slots.get("v");
                m[k] = adam.beta1() * m[k] + (1 - adam.beta1()) * g[k];
                v[k] = adam.beta2() * v[k] + (1 - adam.beta2()) * g[k] * g[k];
                double mHat = m[k] / (1 - Math.pow(adam.beta1(), t));
                double vHat = v[k] / (1 - Math.pow(adam.beta2(), t));
                double rate = adam.rate() * Math.sqrt(1 - Math.pow(adam.beta2(), t)) / (1 - Math.pow(adam.beta1(), t));
                w[k] -= switch (adam.form()) {
                    case ALGORITHM_1 -> adam.rate() * mHat / (Math.sqrt(vHat) + adam.epsilon());
                    case REORDERED -> rate * m[k] / (Math.sqrt(v[k]) + adam.epsilon());
                    case INSIDE_ROOT -> adam.rate() * mHat / Math.sqrt(vHat + adam.epsilon());
                };
            } else if (optimizer instanceof OptimizerSpec.RmsProp rms) {
                double[] s = slots.get("s");
                s[k] = rms.decay() * s[k] + (1 - rms.decay()) * g[k] * g[k];
                w[k] -= rms.rate()
                        * g[k]
                        / (rms.placement() == OptimizerSpec.Epsilon.INSIDE_ROOT
                                ? Math.sqrt(s[k] + rms.epsilon())
                                : Math.sqrt(s[k]) + rms.epsilon());
            } else if (optimizer instanceof OptimizerSpec.Sgd) {
                w[k] -= optimizer.rate() * g[k];
            } else {
                throw new IllegalArgumentException(optimizer.title());
            }
        }
    }

    private static Map<ParameterKey, double[]> copy(Weights weights) {
        Map<ParameterKey, double[]> copies = new LinkedHashMap<>();
        weights.asMap().forEach((key, matrix) -> copies.put(key, matrix.toArray()));
        return copies;
    }

    private static Weights weights(Case scenario, Map<ParameterKey, double[]> values) {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        scenario.weights()
                .asMap()
                .forEach((key, like) -> matrices.put(
                        key,
                        RowMajorMatrix.wrap(
                                values.get(key).clone(), like.getRowDimension(), like.getColumnDimension())));
        return new Weights(scenario.network(), matrices);
    }

    /** One forward pass with derivatives; variables are the parameters, in order, then the input. */
    private final class Run {
        final TinyNetwork<SparseGradient> tiny;
        final SparseGradient score;
        private final Case scenario;
        private final Sequence input;
        private final Map<ParameterKey, Integer> offsets = new LinkedHashMap<>();
        private int variables;

        Run(Case scenario, Weights weights, Sequence input, Objective objective) {
            this.scenario = scenario;
            this.input = input;
            Map<ParameterKey, List<SparseGradient>> parameters = new LinkedHashMap<>();
            weights.asMap().forEach((key, matrix) -> {
                offsets.put(key, variables);
                List<SparseGradient> entries = new ArrayList<>();
                for (double value : matrix.toArray()) {
                    entries.add(SparseGradient.createVariable(variables++, value));
                }
                parameters.put(key, entries);
            });
            List<List<List<SparseGradient>>> x = new ArrayList<>();
            int variable = variables;
            for (int t = 1; t <= input.time(); t++) {
                List<List<SparseGradient>> rows = new ArrayList<>();
                for (int row = 0; row < input.batch(); row++) {
                    List<SparseGradient> features = new ArrayList<>();
                    for (int k = 0; k < input.features(); k++) {
                        features.add(SparseGradient.createVariable(variable++, input.get(t, row, k)));
                    }
                    rows.add(features);
                }
                x.add(rows);
            }
            Map<String, List<List<SparseGradient>>> h0 = new LinkedHashMap<>();
            Map<String, List<List<SparseGradient>>> c0 = new LinkedHashMap<>();
            for (Map.Entry<String, State> entry : scenario.initialStates().entrySet()) {
                h0.put(entry.getKey(), constants(entry.getValue().h()));
                entry.getValue().c().ifPresent(c -> c0.put(entry.getKey(), constants(c)));
            }
            tiny = new TinyNetwork<>(scenario.network(), parameters, conventions, SparseGradient.createConstant(0));
            List<List<List<SparseGradient>>> y = tiny.run(x, h0, c0);
            if (objective instanceof Objective.Targets targets) {
                double factor = targets.loss().reduction().factor(y.size(), input.batch());
                score = tiny.cost(y, targets.targets().values(), targets.loss().function())
                        .multiply(factor);
            } else if (objective instanceof Objective.Upstream upstream) {
                SparseGradient sum = SparseGradient.createConstant(0);
                int k = 0;
                for (SparseGradient value :
                        y.stream().flatMap(List::stream).flatMap(List::stream).toList()) {
                    sum = sum.add(value.multiply(upstream.outputs().values()[k++]));
                }
                score = sum;
            } else {
                score = null;
            }
        }

        private static List<List<SparseGradient>> constants(RowMajorMatrix matrix) {
            return Arrays.stream(matrix.getData())
                    .map(row -> Arrays.stream(row)
                            .mapToObj(SparseGradient::createConstant)
                            .toList())
                    .toList();
        }

        Tensor outputs(String layer) {
            List<List<List<SparseGradient>>> steps = tiny.outputs.get(layer);
            double[] values = steps.stream()
                    .flatMap(List::stream)
                    .flatMap(List::stream)
                    .mapToDouble(SparseGradient::getValue)
                    .toArray();
            return Tensor.of(new Sequence(
                    steps.size(), steps.get(0).size(), steps.get(0).get(0).size(), values));
        }

        Tensor state(Map<String, List<List<SparseGradient>>> states, RecurrentSpec layer) {
            double[] values = states.get(layer.name()).stream()
                    .flatMap(List::stream)
                    .mapToDouble(SparseGradient::getValue)
                    .toArray();
            return Tensor.ofState(RowMajorMatrix.wrap(values, input.batch(), layer.units()));
        }

        RowMajorMatrix gradient(ParameterKey key, ParameterSpec spec) {
            double[] values = new double[spec.rows() * spec.columns()];
            for (int k = 0; k < values.length; k++) {
                values[k] = score.getDerivative(offsets.get(key) + k);
            }
            return RowMajorMatrix.wrap(values, spec.rows(), spec.columns());
        }

        Sequence inputGradient() {
            double[] values = new double[input.values().length];
            for (int k = 0; k < values.length; k++) {
                values[k] = score.getDerivative(variables + k);
            }
            return new Sequence(input.time(), input.batch(), input.features(), values);
        }
    }
}
