package dev.lockstep.adapter.ours;

import dev.lockstep.layer.Lstm;
import dev.lockstep.layer.RecurrentGradients;
import dev.lockstep.layer.RecurrentRun;
import dev.lockstep.layer.SimpleRnn;
import dev.lockstep.layer.Team;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Weights;
import dev.lockstep.optimizer.Optimizer;
import dev.lockstep.port.TrainingStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The step of one recurrent layer of ours under the sum of squares, in memory that is allocated once and used again, with
 * parameters that are updated where they are.
 */
public final class OursTrainingStep implements TrainingStep {
    private static final List<RowMajorMatrix> NO_SLOTS = List.of();

    /** A parameter and where its gradient is left; looked up once, as looking up allocates. */
    private record Updated(RowMajorMatrix theta, RowMajorMatrix gradient) {}

    private final NetworkSpec spec;
    private final RecurrentSpec layer;
    private final Minibatch minibatch;
    private final Optimizer optimizer;
    private final Weights theta;
    private final Team team;
    private final RecurrentRun run;
    private final RecurrentGradients gradients;
    private final Updated[] updated;
    private final State start;
    private final Sequence dOutputs;
    private int steps;
    private double loss;

    /**
     * @param scenario a case of one LSTM or SimpleRnn without peepholes and of one bias, under the sum of squares, with training by
     *     Sgd, whose first minibatch every step reads, from a state of zero
     * @param threads that share the work
     * @throws InvalidInput if the layer is another, or {@code threads} is below 1
     */
    public OursTrainingStep(Case scenario, int threads) {
        Training training = scenario.training().orElseThrow();
        spec = scenario.network();
        if (spec.layers().size() != 1 || !(spec.layers().get(0) instanceof RecurrentSpec recurrent)) {
            throw new InvalidInput("training step: one recurrent layer expected, " + spec.layers() + " found");
        }
        if (recurrent instanceof GruSpec) {
            throw new InvalidInput("training step: one LSTM or SimpleRnn expected, " + recurrent.title() + " found");
        }
        List<Parameter> parameters =
                recurrent.parameters().stream().map(ParameterSpec::parameter).toList();
        if (!parameters.equals(List.of(Parameter.W, Parameter.RW, Parameter.B))) {
            throw new InvalidInput("training step: the parameters W, RW, b of " + recurrent.title() + " expected, "
                    + parameters.stream().map(Parameter::symbol).collect(Collectors.joining(", ")) + " found");
        }
        layer = recurrent;
        minibatch = training.minibatches().get(0);
        optimizer = Optimizer.of(training.optimizer(), spec);
        Map<ParameterKey, RowMajorMatrix> own = new LinkedHashMap<>();
        scenario.weights().asMap().forEach((key, matrix) -> own.put(key, matrix.copy()));
        theta = new Weights(spec, own);
        int time = minibatch.input().time();
        int batch = minibatch.input().batch();
        team = new Team(threads);
        run = layer instanceof LstmSpec lstm
                ? new Lstm(lstm, theta).runs(time, batch, team)
                : new SimpleRnn((SimpleRnnSpec) layer, theta).runs(time, batch, team);
        gradients = run.newGradients();
        updated = new Updated[] {
            new Updated(theta.get(layer.name(), Parameter.W), gradients.dW()),
            new Updated(theta.get(layer.name(), Parameter.RW), gradients.dRW()),
            new Updated(theta.get(layer.name(), Parameter.B), gradients.db().orElseThrow())
        };
        start = State.zero(layer, batch);
        dOutputs = Sequence.zeros(time, batch, layer.units());
    }

    @Override
    public void take() {
        Sequence outputs = run.forward(minibatch.input(), start);
        squares(outputs.values(), minibatch.targets().values(), dOutputs.values());
        run.backward(dOutputs, Optional.empty(), gradients);
        steps++;
        for (Updated parameter : updated) {
            optimizer.stepInPlace(steps, parameter.theta(), parameter.gradient(), NO_SLOTS);
        }
    }

    /** L = Σ (h − y)² and ∂L/∂h = 2·(h − y). */
    private void squares(double[] h, double[] y, double[] dh) {
        for (int i = 0; i < h.length; i++) {
            dh[i] = 2 * (h[i] - y[i]);
        }
        // Four sums, since the next number need not wait for the one before; their order is fixed.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i <= h.length - 4; i += 4) {
            a += dh[i] * dh[i];
            b += dh[i + 1] * dh[i + 1];
            c += dh[i + 2] * dh[i + 2];
            d += dh[i + 3] * dh[i + 3];
        }
        for (; i < h.length; i++) {
            a += dh[i] * dh[i];
        }
        loss = (a + b + (c + d)) / 4;
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public Weights gradients() {
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        matrices.put(new ParameterKey(layer.name(), Parameter.W), gradients.dW());
        matrices.put(new ParameterKey(layer.name(), Parameter.RW), gradients.dRW());
        matrices.put(new ParameterKey(layer.name(), Parameter.B), gradients.db().orElseThrow());
        return new Weights(spec, matrices);
    }

    @Override
    public Sequence inputGradient() {
        return gradients.dx();
    }

    @Override
    public Weights parameters() {
        return theta;
    }

    @Override
    public void close() {
        team.close();
    }
}
