package dev.lockstep.comparison;

import dev.lockstep.model.Case;
import dev.lockstep.model.Gate;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Minibatch;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The classic slips that apply to a case. */
final class Slips {
    private final Case scenario;

    Slips(Case scenario) {
        this.scenario = scenario;
    }

    /** All of them, the likelier ones first. */
    List<Slip> all() {
        List<Slip> slips = new ArrayList<>();
        addTransposition(slips);
        addGateOrders(slips);
        if (scenario.training().isEmpty()) {
            addBiases(slips);
        }
        addReductions(slips);
        addOptimizers(slips);
        addReversals(slips);
        return slips;
    }

    private void addTransposition(List<Slip> slips) {
        if (scenario.network().recurrent().stream().anyMatch(layer -> layer.units() > 1)) {
            boolean gates = scenario.network().recurrent().stream().anyMatch(RecurrentSpec::hasCell);
            WeightLayout layout = WeightLayout.transposed(scenario.network());
            slips.add(layout.slip(gates ? "RW transposed per gate" : "RW transposed", scenario, layout));
        }
    }

    private void addGateOrders(List<Slip> slips) {
        if (scenario.network().layers().stream().noneMatch(LstmSpec.class::isInstance)) {
            return;
        }
        for (List<Integer> order : orders(Gate.values().length)) {
            String read =
                    order.stream().map(gate -> Gate.values()[gate].symbol()).collect(Collectors.joining(" "));
            List<Integer> back = new ArrayList<>(order);
            for (int position = 0; position < order.size(); position++) {
                back.set(order.get(position), position);
            }
            slips.add(WeightLayout.reordered(scenario.network(), order)
                    .slip(
                            "gate order " + read + " for i f g o",
                            scenario,
                            WeightLayout.reordered(scenario.network(), back)));
        }
    }

    /** All orders but the natural one. */
    private static List<List<Integer>> orders(int size) {
        List<List<Integer>> orders = List.of(List.of());
        for (int next = 0; next < size; next++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> order : orders) {
                for (int position = 0; position <= order.size(); position++) {
                    List<Integer> extended = new ArrayList<>(order);
                    extended.add(position, next);
                    longer.add(extended);
                }
            }
            orders = longer;
        }
        return orders.stream()
                .filter(order -> !order.equals(order.stream().sorted().toList()))
                .toList();
    }

    private void addBiases(List<Slip> slips) {
        for (LayerSpec layer : scenario.network().layers()) {
            if (layer.parameters().stream().noneMatch(spec -> spec.parameter() == Parameter.B)) {
                continue;
            }
            if (layer instanceof LstmSpec lstm) {
                for (Gate gate : Gate.values()) {
                    int from = gate.ordinal() * lstm.units();
                    addBias(slips, layer, "bias of " + gate.symbol() + " dropped", from, from + lstm.units(), 0);
                }
            }
            addBias(slips, layer, "b dropped", 0, Integer.MAX_VALUE, 0);
            addBias(slips, layer, "b doubled, as by two biases", 0, Integer.MAX_VALUE, 2);
        }
    }

    private void addBias(List<Slip> slips, LayerSpec layer, String what, int from, int to, double factor) {
        String of = scenario.network().layers().size() == 1 ? "" : " in \"" + layer.name() + "\"";
        WeightLayout layout = new WeightLayout(scenario.network(), (spec, parameter, values) -> {
            if (!spec.name().equals(layer.name()) || parameter != Parameter.B) {
                return values;
            }
            double[] scaled = values.clone();
            for (int i = from; i < Math.min(to, scaled.length); i++) {
                scaled[i] *= factor;
            }
            return scaled;
        });
        slips.add(Slip.inPlace(what + of, layout.apply(scenario)));
    }

    private void addReductions(List<Slip> slips) {
        if (!(scenario.objective() instanceof Objective.Targets targets)) {
            return;
        }
        for (Reduction reduction : Reduction.values()) {
            Loss loss = targets.loss();
            if (reduction != loss.reduction()) {
                Objective changed =
                        new Objective.Targets(new Loss(loss.function(), reduction, loss.clipping()), targets.targets());
                slips.add(Slip.inPlace(
                        "the " + title(reduction) + " for the " + title(loss.reduction()),
                        changed(scenario.input(), changed, scenario.training())));
            }
        }
    }

    private static String title(Reduction reduction) {
        return switch (reduction) {
            case SUM -> "sum";
            case MEAN_OVER_BATCH -> "mean over the batch";
            case MEAN_OVER_BATCH_AND_TIME -> "mean over batch and time";
        };
    }

    private void addOptimizers(List<Slip> slips) {
        if (scenario.training().isEmpty()) {
            return;
        }
        Training training = scenario.training().get();
        if (training.optimizer() instanceof Adam adam) {
            for (Adam.Form form : Adam.Form.values()) {
                addOptimizer(
                        slips,
                        training,
                        title(form),
                        new Adam(adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon(), form));
            }
        }
        if (training.optimizer() instanceof Nesterov nesterov) {
            for (Nesterov.Form form : Nesterov.Form.values()) {
                String name = form == Nesterov.Form.LOOK_AHEAD ? "look-ahead" : "reformulated";
                addOptimizer(
                        slips,
                        training,
                        "Nesterov's " + name + " form",
                        new Nesterov(nesterov.rate(), nesterov.momentum(), form));
            }
        }
        for (OptimizerSpec.Epsilon placement : OptimizerSpec.Epsilon.values()) {
            for (OptimizerSpec.Start start : OptimizerSpec.Start.values()) {
                addSquares(slips, training, placement, start);
            }
        }
    }

    private static String title(OptimizerSpec.Epsilon placement) {
        return switch (placement) {
            case INSIDE_ROOT -> "inside the root";
            case OUTSIDE_ROOT -> "outside the root";
            case ADDED_TO_QUOTIENT -> "added to the quotient";
        };
    }

    private static String title(Adam.Form form) {
        return switch (form) {
            case ALGORITHM_1 -> "Adam's Algorithm 1";
            case REORDERED -> "Adam's reordered form";
            case INSIDE_ROOT -> "Adam's ε inside the root";
        };
    }

    /** One change at a time: either where ε is added or what the sum of squares starts from. */
    private void addSquares(
            List<Slip> slips, Training training, OptimizerSpec.Epsilon placement, OptimizerSpec.Start start) {
        boolean placementKept;
        boolean startKept;
        OptimizerSpec changed;
        if (training.optimizer() instanceof RmsProp rms) {
            placementKept = rms.placement() == placement;
            startKept = rms.start() == start;
            changed = new RmsProp(rms.rate(), rms.decay(), rms.epsilon(), placement, start);
        } else if (training.optimizer() instanceof AdaGrad ada) {
            placementKept = ada.placement() == placement;
            startKept = ada.start() == start;
            changed = new AdaGrad(ada.rate(), ada.epsilon(), placement, start);
        } else if (training.optimizer() instanceof LookAheadRmsProp rms) {
            placementKept = rms.placement() == placement;
            startKept = start == OptimizerSpec.Start.ZERO;
            changed = new LookAheadRmsProp(rms.rate(), rms.decay(), rms.momentum(), rms.epsilon(), placement);
        } else {
            return;
        }
        String name = training.optimizer().title();
        if (startKept) {
            addOptimizer(slips, training, "ε of " + name + " " + title(placement), changed);
        } else if (placementKept) {
            String from = start == OptimizerSpec.Start.ZERO ? "0" : "ε";
            addOptimizer(slips, training, "the state of " + name + " starting from " + from, changed);
        }
    }

    private void addOptimizer(List<Slip> slips, Training training, String what, OptimizerSpec optimizer) {
        if (optimizer.equals(training.optimizer())) {
            return;
        }
        OptimizerState start = training.start().stepsTaken() == 0
                ? OptimizerState.initial(optimizer, scenario.network())
                : training.start();
        slips.add(Slip.inPlace(
                what,
                changed(
                        scenario.input(),
                        scenario.objective(),
                        Optional.of(new Training(optimizer, training.clip(), start, training.minibatches())))));
    }

    private void addReversals(List<Slip> slips) {
        if (scenario.input().time() == 1) {
            return;
        }
        Optional<Training> inputsOnly = scenario.training().map(training -> reversed(training, false));
        slips.add(new Slip(
                "the input read from its end",
                changed(reversed(scenario.input()), scenario.objective(), inputsOnly),
                (quantity, tensor) -> quantity.kind() == Quantity.Kind.INPUT_GRADIENT ? reversed(tensor) : tensor));
        Optional<Training> everything = scenario.training().map(training -> reversed(training, true));
        slips.add(new Slip(
                "time running backwards",
                changed(reversed(scenario.input()), reversed(scenario.objective()), everything),
                (quantity, tensor) ->
                        quantity.kind() == Quantity.Kind.INPUT_GRADIENT || quantity.kind() == Quantity.Kind.OUTPUTS
                                ? reversed(tensor)
                                : tensor));
    }

    private static Training reversed(Training training, boolean targetsToo) {
        return training.over(training.minibatches().stream()
                .map(minibatch -> new Minibatch(
                        reversed(minibatch.input()), targetsToo ? reversed(minibatch.targets()) : minibatch.targets()))
                .toList());
    }

    private static Objective reversed(Objective objective) {
        if (objective instanceof Objective.Targets targets) {
            return new Objective.Targets(targets.loss(), reversed(targets.targets()));
        }
        if (objective instanceof Objective.Upstream upstream) {
            return new Objective.Upstream(reversed(upstream.outputs()), upstream.finalStates());
        }
        return objective;
    }

    private static Sequence reversed(Sequence sequence) {
        double[] values = reversed(sequence.values(), sequence.time());
        return new Sequence(sequence.time(), sequence.batch(), sequence.features(), values);
    }

    private static Tensor reversed(Tensor tensor) {
        return new Tensor(
                tensor.axes(), reversed(tensor.values(), tensor.axes().get(0).size()));
    }

    private static double[] reversed(double[] values, int time) {
        int step = values.length / time;
        double[] reversed = new double[values.length];
        for (int t = 0; t < time; t++) {
            System.arraycopy(values, t * step, reversed, (time - 1 - t) * step, step);
        }
        return reversed;
    }

    private Case changed(Sequence input, Objective objective, Optional<Training> training) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                input,
                scenario.initialStates(),
                objective,
                scenario.truncation(),
                training,
                scenario.observed());
    }
}
