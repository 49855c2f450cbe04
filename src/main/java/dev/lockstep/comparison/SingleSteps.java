package dev.lockstep.comparison;

import dev.lockstep.definition.Definition;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.State;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * One framework's steps, each judged on its own: whether the equations lead from the state before it to what the framework has
 * after it, within the bound of a single step. An early error so does not blame later steps.
 *
 * @param framework whose steps
 * @param scenario the whole case
 */
record SingleSteps(Framework framework, Case scenario) {
    /**
     * A step that is wrong on its own.
     *
     * @param layer as a network of its own
     * @param step from 1
     * @param quantity c where that is wrong, else h
     * @param unit from 0
     * @param row from 0
     * @param x what the layer reads, all steps
     * @param before the state before the step; empty where the layer has none
     */
    record Fault(
            LayerAlone layer, int step, Quantity quantity, int unit, int row, Sequence x, Optional<State> before) {}

    /**
     * Steps of the first layer that has wrong ones.
     *
     * @param possible whether the framework can be asked in this way
     * @param because why not, a clause
     * @param faults the first wrong number of every wrong step, in order of time
     */
    record Outcomes(boolean possible, String because, List<Fault> faults) {}

    /** Why a case has no steps that follow from the one before alone, a clause. */
    private Optional<String> notOneByOne() {
        if (scenario.masks().features().isPresent()) {
            return Optional.of("some of them are masked");
        }
        return scenario.network().layers().stream()
                .filter(layer -> layer instanceof BidirectionalSpec || layer instanceof MaskZeroSpec)
                .findFirst()
                .map(layer -> layer instanceof BidirectionalSpec
                        ? layer.title() + " needs the whole sequence for each"
                        : layer.title() + " masks some of them");
    }

    /** A recording is asked for nothing but what it was made of, and its own reasons would sound as if it were another case's. */
    private String refused(Support support) {
        return framework.id().equals("recorded") ? "a recording holds the whole sequence only" : support.because();
    }

    /**
     * Every layer alone, given one step and the state that the equations have before it, in order of the layers up to the first
     * that goes wrong. Not possible where the framework refuses a step of a recurrent layer; other layers that it cannot compute
     * alone are passed over.
     */
    Outcomes fromGivenStates() {
        Optional<String> why = notOneByOne();
        if (why.isPresent()) {
            return new Outcomes(false, why.get(), List.of());
        }
        Sequence x = scenario.input();
        for (LayerSpec spec : scenario.network().layers()) {
            if (spec instanceof LastStepSpec) {
                x = x.steps(x.time(), x.time());
                continue;
            }
            LayerAlone layer = LayerAlone.of(scenario, spec);
            Optional<State> state = LayerAlone.start(scenario, spec);
            List<Fault> faults = new ArrayList<>();
            double[] outputs = new double[x.time() * x.batch() * spec.outputs()];
            for (int t = 1; t <= x.time(); t++) {
                Case step = layer.reading(x.steps(t, t), state);
                Observations truth = Definition.STANDARD.observe(step);
                Support support = framework.supports(step);
                if (support.yes()) {
                    Optional<Fault> fault = fault(framework, layer, t, step, framework.observe(step), truth, x, state);
                    fault.ifPresent(faults::add);
                } else if (spec instanceof RecurrentSpec) {
                    return new Outcomes(false, refused(support), List.of());
                }
                double[] values = truth.get(Quantity.outputs(spec.name())).values();
                System.arraycopy(values, 0, outputs, (t - 1) * values.length, values.length);
                state = layer.finalState(truth);
            }
            if (!faults.isEmpty()) {
                return new Outcomes(true, "", faults);
            }
            x = new Sequence(x.time(), x.batch(), spec.outputs(), outputs);
        }
        return new Outcomes(true, "", List.of());
    }

    /**
     * The framework's own run, observed after every step by running its beginnings: each step is given the state that the
     * framework itself had, or should have had if what it handed out at the step before was wrong. This finds faults that depend
     * on the position in the sequence, and needs no start from a given state.
     */
    Outcomes fromOwnStates() {
        Optional<String> why = notOneByOne();
        if (why.isPresent()) {
            return new Outcomes(false, why.get(), List.of());
        }
        EnumSet<Kind> kinds = EnumSet.of(Kind.OUTPUTS, Kind.FINAL_HIDDEN);
        if (scenario.network().recurrent().stream().anyMatch(RecurrentSpec::hasCell)) {
            kinds.add(Kind.FINAL_CELL);
        }
        List<Observations> after = new ArrayList<>();
        for (int t = 1; t <= scenario.input().time(); t++) {
            Case beginning = beginning(t, kinds);
            Support support = framework.supports(beginning);
            if (!support.yes()) {
                return new Outcomes(false, refused(support), List.of());
            }
            after.add(framework.observe(beginning));
        }
        Sequence x = scenario.input();
        for (LayerSpec spec : scenario.network().layers()) {
            if (spec instanceof LastStepSpec) {
                break; // what follows has no steps
            }
            List<Fault> faults = ownFaults(spec, x, after);
            if (!faults.isEmpty()) {
                return new Outcomes(true, "", faults);
            }
            double[] own = after.get(after.size() - 1)
                    .get(Quantity.outputs(spec.name()))
                    .values();
            x = new Sequence(x.time(), x.batch(), spec.outputs(), own);
        }
        return new Outcomes(true, "", List.of());
    }

    private List<Fault> ownFaults(LayerSpec spec, Sequence x, List<Observations> after) {
        LayerAlone layer = LayerAlone.of(scenario, spec);
        List<Fault> faults = new ArrayList<>();
        Optional<State> had = LayerAlone.start(scenario, spec);
        Optional<State> shouldHave = had;
        for (int t = 1; t <= x.time(); t++) {
            Case step = layer.reading(x.steps(t, t), had);
            Observations found = step(spec, after.get(t - 1), x.batch());
            Observations truth = Definition.STANDARD.observe(step);
            Optional<Fault> fault = fault(framework, layer, t, step, found, truth, x, had);
            if (fault.isPresent() && had != shouldHave) {
                Case other = layer.reading(x.steps(t, t), shouldHave);
                Observations otherTruth = Definition.STANDARD.observe(other);
                if (fault(framework, layer, t, other, found, otherTruth, x, shouldHave)
                        .isEmpty()) {
                    fault = Optional.empty();
                    truth = otherTruth;
                }
            }
            fault.ifPresent(faults::add);
            had = layer.finalState(found);
            shouldHave = fault.isPresent() ? layer.finalState(truth) : had;
        }
        return faults;
    }

    /** What a beginning of the run shows of its last step, as that of one step. */
    private static Observations step(LayerSpec spec, Observations beginning, int batch) {
        double[] all = beginning.get(Quantity.outputs(spec.name())).values();
        int size = batch * spec.outputs();
        double[] last = new double[size];
        System.arraycopy(all, all.length - size, last, 0, size);
        Tensor h = Tensor.of(new Sequence(1, batch, spec.outputs(), last));
        Observations.Builder step = Observations.builder().put(Quantity.outputs(spec.name()), h);
        if (spec instanceof RecurrentSpec recurrent) {
            // h is what the outputs show, in whatever form the final state is handed over.
            step.put(Quantity.finalHidden(spec.name()), new Tensor(h.axes().subList(1, 3), last));
            if (recurrent.hasCell()) {
                step.put(Quantity.finalCell(spec.name()), beginning.get(Quantity.finalCell(spec.name())));
            }
        }
        return step.build();
    }

    private Case beginning(int t, EnumSet<Kind> kinds) {
        return new Case(
                scenario.name(),
                scenario.network(),
                scenario.weights(),
                scenario.input().steps(1, t),
                scenario.initialStates(),
                new Objective.None(),
                Optional.empty(),
                kinds);
    }

    /**
     * The first number of a step that is wrong, c before h.
     *
     * @param step the step as a case
     * @param found what the framework has after it
     * @param truth what the equations have after it, in double
     */
    static Optional<Fault> fault(
            Framework framework,
            LayerAlone layer,
            int t,
            Case step,
            Observations found,
            Observations truth,
            Sequence x,
            Optional<State> before) {
        List<Quantity> quantities = new ArrayList<>();
        if (layer.layer() instanceof RecurrentSpec recurrent && recurrent.hasCell()) {
            quantities.add(Quantity.finalCell(layer.layer().name()));
        }
        quantities.add(Quantity.outputs(layer.layer().name()));
        Tolerance tolerance =
                Tolerances.derived().between(framework.accuracy(step.execution().precision()), Accuracy.ANY);
        for (Quantity quantity : quantities) {
            if (!found.has(quantity)) {
                continue;
            }
            ArrayComparison array =
                    new Comparer(step, tolerance).compareArrays(quantity, found.get(quantity), truth.get(quantity));
            if (array.shapesDiffer()) {
                return Optional.of(new Fault(layer, t, quantity, 0, 0, x, before));
            }
            if (array.first().isPresent()) {
                int index = array.first().get().index();
                int units = layer.layer().outputs();
                return Optional.of(new Fault(layer, t, quantity, index % units, index / units, x, before));
            }
        }
        return Optional.empty();
    }
}
