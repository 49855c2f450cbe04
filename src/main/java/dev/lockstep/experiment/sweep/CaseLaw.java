package dev.lockstep.experiment.sweep;

import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.State;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.model.Weights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How whole cases are drawn: every case has a generator of its own, so that case 7 of seed 1 is the same among 10 cases and among
 * 10,000. {@link #TEXT} says what it draws.
 */
public final class CaseLaw {
    /** The law, one sentence a line. */
    public static final List<String> TEXT = List.of(
            "Layers: 1 recurrent one in 60 %, else 2 or 3; SimpleRnn 40 %, LSTM 50 % (half with peepholes), GRU 10 %; 35 % of the"
                    + " stacks have bidirectional layers of every mode and form, 8 % begin with a layer that finds its own mask; tanh"
                    + " and logistic gates in most, else any activation, seldom one that is 0 for many numbers; layer normalisation in 5 % of SimpleRnn; pre-activations"
                    + " clipped in 4 % of recurrent layers; the last step"
                    + " alone in 15 %.",
            "Sizes: 1 to 4 inputs and units, 1 to 7 steps, 1 to 3 rows.",
            "Matrices are uniform in ±1/√rows, other parameters in ±½; x and states in ±1. In 3 % all parameters are 20 times as"
                    + " large.",
            "Objective: a loss in 70 %, a gradient from outside in 18 %, else the forward pass alone. Any loss function, behind an"
                    + " activation and with targets that fit it; any reduction; clipped logarithms in 45 % where there are some.",
            "Masks in 30 %: padding before, after and within; labels by step and by output, a quarter of them fractional.",
            "Initial states in 20 %; truncation of every kind in 15 % of cases with gradients; the axes batch, time, features in"
                    + " 25 %; single precision in 8 %.",
            "Training in 35 % of cases with a loss: 1 to 3 steps of any optimizer in any dialect, clipped in a third,"
                    + " regularised in 30 %, a quarter at a rate that changes.");

    private static final EnumSet<Kind> FORWARD = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN, Kind.FINAL_CELL);
    private static final int TRIES = 1_000;

    private final Chance chance;
    private final Chance clips;

    private CaseLaw(Chance chance, Chance clips) {
        this.chance = chance;
        this.clips = clips;
    }

    /**
     * One case.
     *
     * @param seed of the sweep
     * @param number of the case, from 1
     * @param attempt from 0; others are for cases that too few can compute
     */
    public static Case draw(long seed, int number, int attempt) {
        Chance chance = new Chance((int) seed, (int) (seed >>> 32), number, attempt);
        Chance clips = new Chance((int) seed, (int) (seed >>> 32), number, attempt, 1);
        String name = "case " + number + " of seed " + seed;
        for (int i = 0; i < TRIES; i++) {
            try {
                return new CaseLaw(chance, clips).draw(name);
            } catch (InvalidInput contradiction) {
                // Settings that exclude one another, such as chunks and layers that go both ways.
                continue;
            }
        }
        throw new IllegalStateException(name + ": nothing that the model accepts was drawn");
    }

    private Case draw(String name) {
        boolean withLoss = chance.of(70);
        Optional<LossLaw> loss = withLoss ? Optional.of(LossLaw.draw(chance)) : Optional.empty();
        NetworkLaw networks = new NetworkLaw(chance, clips);
        NetworkSpec network = networks.network(loss.flatMap(LossLaw::head));
        Weights weights = networks.weights(network, chance.of(3) ? 20 : 1);
        int time = chance.of(10) ? 1 : chance.between(2, 7);
        int batch = chance.between(1, 3);
        MaskLaw maskLaw = new MaskLaw(chance, network);
        boolean masked = chance.of(30);
        Sequence input = input(maskLaw, time, batch, network);
        Masks masks = masked ? maskLaw.draw(time, batch, withLoss) : Masks.NONE;
        Map<String, State> states = chance.of(20) ? states(network, batch) : Map.of();
        Objective objective = loss.<Objective>map(law -> new Objective.Targets(
                        law.loss(), law.targets(network.outputTime(time), batch, network.outputs())))
                .orElseGet(() -> upstream(network, time, batch));
        Optional<Training> training = withLoss && chance.of(35)
                ? Optional.of(training(loss.get(), network, maskLaw, masked, time, batch))
                : Optional.empty();
        boolean gradients = !(objective instanceof Objective.None);
        Truncation truncation =
                gradients && chance.of(15) ? new RecordLaw(chance).draw(Truncation.class) : Truncation.NONE;
        Execution execution = new Execution(
                chance.of(8) ? Precision.SINGLE : Precision.DOUBLE,
                chance.of(25) ? SequenceFormat.NWC : SequenceFormat.NCW);
        return new Case(
                name,
                network,
                weights,
                input,
                masks,
                states,
                objective,
                truncation,
                training,
                execution,
                observed(network, objective, training.isPresent()));
    }

    private Sequence input(MaskLaw masks, int time, int batch, NetworkSpec network) {
        Sequence input = chance.sequence(time, batch, network.inputs());
        masks.strike(input);
        return input;
    }

    private Map<String, State> states(NetworkSpec network, int batch) {
        Map<String, State> states = new LinkedHashMap<>();
        for (RecurrentSpec layer : network.recurrent()) {
            if (!layer.trainableStart() && chance.of(80)) {
                states.put(layer.name(), state(layer, batch));
            }
        }
        return states;
    }

    private State state(RecurrentSpec layer, int batch) {
        Sequence drawn = chance.sequence(2, batch, layer.units());
        return layer.hasCell() ? State.of(drawn.at(1), drawn.at(2)) : State.of(drawn.at(1));
    }

    private Objective upstream(NetworkSpec network, int time, int batch) {
        if (chance.of(40)) {
            return new Objective.None();
        }
        Sequence outputs = chance.sequence(network.outputTime(time), batch, network.outputs());
        return new Objective.Upstream(outputs, chance.of(20) ? states(network, batch) : Map.of());
    }

    private Training training(LossLaw loss, NetworkSpec network, MaskLaw maskLaw, boolean masked, int time, int batch) {
        RecordLaw records = new RecordLaw(chance);
        OptimizerSpec optimizer = records.draw(OptimizerSpec.class);
        Optional<Pace> pace =
                optimizer.takesSchedule() && chance.of(25) ? Optional.of(records.draw(Pace.class)) : Optional.empty();
        Regularisation regularisation = chance.of(30) ? records.draw(Regularisation.class) : Regularisation.NONE;
        GradientClip clip = chance.of(67) ? GradientClip.NONE : records.draw(GradientClip.class);
        List<Minibatch> minibatches = new ArrayList<>();
        int steps = chance.between(1, 3);
        for (int i = 0; i < steps; i++) {
            int length = chance.of(80) ? time : chance.between(1, 7);
            minibatches.add(new Minibatch(
                    input(maskLaw, length, batch, network),
                    loss.targets(network.outputTime(length), batch, network.outputs()),
                    masked && chance.of(80) ? maskLaw.draw(length, batch, true) : Masks.NONE));
        }
        return new Training(
                optimizer, pace, regularisation, clip, OptimizerState.initial(optimizer, network), minibatches);
    }

    private EnumSet<Kind> observed(NetworkSpec network, Objective objective, boolean training) {
        EnumSet<Kind> observed = EnumSet.copyOf(FORWARD);
        if (network.streams() && chance.of(25)) {
            observed.add(Kind.STREAMED);
        }
        if (objective instanceof Objective.Targets) {
            observed.add(Kind.SCORE);
        }
        if (!(objective instanceof Objective.None)) {
            observed.addAll(EnumSet.of(Kind.GRADIENT, Kind.INPUT_GRADIENT));
            if (chance.of(50)) {
                observed.addAll(EnumSet.of(Kind.INITIAL_HIDDEN_GRADIENT, Kind.INITIAL_CELL_GRADIENT));
            }
        }
        if (training) {
            observed.addAll(EnumSet.of(Kind.PARAMETER, Kind.OPTIMIZER_STATE));
        }
        return observed;
    }
}
